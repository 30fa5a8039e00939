"""A version of the method as a ZIP of files: the same YAML files as in `content/methodology`, and their hashes. Pure.

    manifest.json            what is in it, the hash of each file, and the core it stands on
    3.1/structure.yaml       ids, order, minutes; no prose
    3.1/texts/fr.yaml        the texts of one language
    3.1/changes.yaml         what this version changes, and why
    3.1/supplements/en-….yaml  what completed a lagging translation since, with who wrote and who read it over

Reading trusts nothing: sizes are limited while unpacking, YAML may not refer to itself, every hash is worked out
anew, and what is not known is refused.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from vises.apps.methodology.changelog import CHANGE_KINDS, Change
from vises.apps.methodology.checks import CODE, check_structure, check_text, check_texts
from vises.apps.methodology.rules import SOURCE_LANGUAGE, Version, as_written, canonical_hash, flatten
from vises.apps.methodology.supplements import Supplement, as_mapping, check_supplement, from_mapping, open_keys
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Problem

FORMAT = "vises-method/1"
WITH_SUPPLEMENTS = "vises-method/2"  # so that who does not know of supplements does not lose them without a word
MOST_SUPPLEMENTS = 40
LARGEST = 2_000_000  # bytes of the package
LARGEST_FILE = 400_000  # bytes of one file in it, unpacked
MOST_CHANGES = 200
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same version is the same package, to the last byte


@dataclass(frozen=True)
class Told:
    """A change as a package tells it."""

    kind: str
    element: str
    what: Texts
    why: Texts


@dataclass(frozen=True)
class Package:
    """A version with everything that belongs to it. `translates` is, per language, the hash of the text it
    translates; `behind` are the text keys that lag in a language."""

    structure: dict[str, Any]
    texts: dict[str, dict[str, str]]
    translates: dict[str, str]
    behind: dict[str, tuple[str, ...]]
    changes: tuple[Told, ...]
    core_hash: str = ""
    supplements: tuple[Supplement, ...] = ()
    """What completed its translations since; no part of its own hashes."""

    @property
    def hashes(self) -> dict[str, str]:
        """The canonical hashes: of the structure, and of the texts by language."""
        found = {language: canonical_hash(words) for language, words in self.texts.items()}
        return {"structure": canonical_hash(self.structure), **found}

    @property
    def fingerprint(self) -> str:
        """One hash over structure, texts and changes: who compares it needs to compare nothing else."""
        told = [[change.kind, change.element, change.what, change.why] for change in self.changes]
        return canonical_hash({**self.hashes, "changes": told})


def told(changes: Iterable[Change]) -> tuple[Told, ...]:
    """Changes as a package tells them: what they rest on stays where it was found."""
    return tuple(Told(one.kind, one.element_to or one.element_from, one.what, one.why) for one in changes)


def write_package(package: Package) -> bytes:
    """The package as a ZIP; the same version gives the same bytes."""
    code = package.structure["code"]
    files = {f"{code}/structure.yaml": _yaml(package.structure)}
    for language, words in sorted(package.texts.items()):
        files[f"{code}/texts/{language}.yaml"] = _yaml(_nested(words))
    listed = [{"kind": c.kind, "element": c.element, "what": c.what, "why": c.why} for c in package.changes]
    files[f"{code}/changes.yaml"] = _yaml({"changes": listed})
    for supplement in package.supplements:
        files[f"{code}/supplements/{supplement.name}.yaml"] = _yaml(as_mapping(supplement))
    core = package.structure.get("core")
    manifest: dict[str, Any] = {
        "format": WITH_SUPPLEMENTS if package.supplements else FORMAT,
        "code": code,
        "fingerprint": package.fingerprint,
        "structure": package.hashes["structure"],
        "core": {"code": core, "structure": package.core_hash} if core else None,
        "languages": {
            language: {
                "hash": package.hashes[language],
                "translates": package.translates.get(language, ""),
                "behind": list(package.behind.get(language, ())),
            }
            for language in sorted(package.texts)
        },
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    if package.supplements:
        manifest["supplements"] = {one.name: one.hash for one in package.supplements}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("manifest.json", (json.dumps(manifest, indent=2) + "\n").encode()), *files.items()]:
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def read_package(content: bytes, rooms: Iterable[str]) -> tuple[Package, Version]:
    """The package in these bytes. `rooms` are the pages that deliverables may have.

    Raises Problem when it is no package, was altered, is too large, or names something unknown.
    """
    files = _unpacked(content)
    manifest = _manifest(files)
    code = manifest["code"]
    for name, digest in manifest["files"].items():
        if name not in files or hashlib.sha256(files[name]).hexdigest() != digest:
            raise Problem("methodology.package-altered", field="file", name=str(name)[:120])
    structure = _mapping(files, f"{code}/structure.yaml")
    structure["released_on"] = str(structure.get("released_on") or "")
    try:
        version = check_structure(structure, rooms)
    except (ValueError, RecursionError) as error:
        raise Problem("methodology.package-unknown", field="file", place=str(error)[:120]) from error
    if structure["code"] != code or not version.released_on:
        raise Problem("methodology.package-unknown", field="file", place="code, released_on")
    languages = manifest["languages"]
    texts = {language: _texts(files, f"{code}/texts/{language}.yaml", language, version) for language in languages}
    package = Package(
        structure,
        texts,
        {language: str(said.get("translates", "")) for language, said in languages.items()},
        {language: _behind(said, texts[language]) for language, said in languages.items()},
        _changes(files, f"{code}/changes.yaml"),
        str((manifest.get("core") or {}).get("structure", "")),
    )
    said = {"structure": manifest.get("structure"), **{key: value.get("hash") for key, value in languages.items()}}
    if said != package.hashes or manifest.get("fingerprint") != package.fingerprint:
        raise Problem("methodology.package-altered", field="file", name="manifest.json")
    return replace(package, supplements=_supplements(files, manifest, package, version)), version


def _supplements(
    files: Mapping[str, bytes], manifest: Mapping[str, Any], package: Package, version: Version
) -> tuple[Supplement, ...]:
    """The supplements in the files, each with the hash that the manifest tells; no two fill the same text."""
    found: list[Supplement] = []
    left = {
        language: set(open_keys(version, package.texts, package.behind.get(language, ()), language))
        for language in LANGUAGES
    }
    for name, hash_ in manifest.get("supplements", {}).items():
        place = f"{manifest['code']}/supplements/{name}.yaml"
        try:
            one = from_mapping(_mapping(files, place))
            check_supplement(
                one, package.hashes["structure"], package.texts.get(SOURCE_LANGUAGE, {}), left.get(one.language, ())
            )
        except (ValueError, TypeError, KeyError) as error:
            said = f"{place}: {str(error)[:80]}"
            raise Problem("methodology.package-unknown", field="file", place=said) from error
        if one.hash != hash_ or one.name != name:
            raise Problem("methodology.package-altered", field="file", name=place)
        left[one.language] -= set(one.texts)
        found.append(one)
    return tuple(found)


def _unpacked(content: bytes) -> dict[str, bytes]:
    if len(content) > LARGEST:
        raise Problem("methodology.package-large", field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > len(LANGUAGES) + 3 + MOST_SUPPLEMENTS or len(
                {entry.filename for entry in entries}
            ) != len(entries):
                raise Problem("methodology.package-not", field="file")
            files = {}
            for entry in entries:
                with archive.open(entry) as file:
                    # what the archive says of its sizes is not trusted: reading stops at the limit
                    files[entry.filename] = file.read(LARGEST_FILE + 1)
                if len(files[entry.filename]) > LARGEST_FILE:
                    raise Problem("methodology.package-large", field="file")
            return files
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Problem("methodology.package-not", field="file") from error


def _manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        found = json.loads(files["manifest.json"])
        code, languages, listed = str(found["code"]), found["languages"], found["files"]
        wanted = {f"{code}/structure.yaml", f"{code}/changes.yaml"}
        wanted |= {f"{code}/texts/{language}.yaml" for language in languages}
        supplements = found.get("supplements", {})
        wanted |= {f"{code}/supplements/{name}.yaml" for name in supplements}
        sound = (
            found["format"] == (WITH_SUPPLEMENTS if supplements else FORMAT)
            and isinstance(supplements, dict)
            and all(isinstance(hash_, str) for hash_ in supplements.values())
            and bool(CODE.fullmatch(code))
            and set(languages) <= set(LANGUAGES)
            and all(isinstance(said, dict) for said in languages.values())
            and isinstance(found.get("core") or {}, dict)
            and set(listed) == wanted == set(files) - {"manifest.json"}
            and all(isinstance(digest, str) for digest in listed.values())
        )
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Problem("methodology.package-not", field="file") from error
    if not sound:
        raise Problem("methodology.package-not", field="file")
    manifest: dict[str, Any] = found
    return manifest


class _Plain(yaml.SafeLoader):
    """YAML without anchors, which let a small file stand for a huge one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        peek: Any = self.peek_event
        event = peek()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.YAMLError("anchors")
        return super().compose_node(parent, index)


def _mapping(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        found = yaml.load(files[name].decode("utf-8"), Loader=_Plain)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Problem("methodology.package-unknown", field="file", place=name) from error
    if not isinstance(found, dict):
        raise Problem("methodology.package-unknown", field="file", place=name)
    return found


def _texts(files: Mapping[str, bytes], name: str, language: str, version: Version) -> dict[str, str]:
    try:
        flat = flatten(_mapping(files, name))
        words = {key: as_written(text, language) for key, text in flat.items()}
        check_texts(version, words)
    except (ValueError, TypeError, RecursionError) as error:
        raise Problem("methodology.package-unknown", field="file", place=f"{name}: {str(error)[:80]}") from error
    return words


def _behind(said: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, ...]:
    listed = said.get("behind", [])
    return tuple(key for key in listed if isinstance(key, str) and key in words) if isinstance(listed, list) else ()


def _changes(files: Mapping[str, bytes], name: str) -> tuple[Told, ...]:
    listed = _mapping(files, name).get("changes")
    if not isinstance(listed, list) or len(listed) > MOST_CHANGES:
        raise Problem("methodology.package-unknown", field="file", place=name)
    try:
        return tuple(_told(item) for item in listed)
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise Problem("methodology.package-unknown", field="file", place=name) from error


def _told(item: dict[str, Any]) -> Told:
    kind, element = item["kind"], item["element"]
    if kind not in CHANGE_KINDS or not isinstance(element, str) or len(element) > 60:
        raise ValueError("change")
    texts = []
    for name in ("what", "why"):
        if set(item[name]) - set(LANGUAGES):
            raise ValueError("language")
        texts.append({language: as_written(str(words), language) for language, words in item[name].items()})
        for words in texts[-1].values():
            check_text(element, words)
    return Told(kind, element, texts[0], texts[1])


def _yaml(value: object) -> bytes:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000).encode()


def _nested(words: Mapping[str, str]) -> dict[str, Any]:
    """Dotted keys as nested mappings; a mapping of 1, 2, 3… as a list."""
    tree: dict[str, Any] = {}
    for key, text in words.items():
        *parents, last = key.split(".")
        place = tree
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = text
    listed: dict[str, Any] = _listed(tree)
    return listed


def _listed(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if list(tree) == [str(number) for number in range(1, len(tree) + 1)]:
        return [_listed(value) for value in tree.values()]
    return {key: _listed(value) for key, value in tree.items()}

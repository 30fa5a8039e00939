from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "vises.apps.findings"
    label = "findings"

    def ready(self) -> None:
        from vises.apps.coding.services.merging import register_following
        from vises.apps.coding.services.texts import register_losing
        from vises.apps.collection.services.indicators import register_changed
        from vises.apps.findings.problems import CODES
        from vises.apps.findings.queries.reading import read_findings, read_improvements, read_restitutions
        from vises.apps.findings.queries.uses import strengths_and_effects
        from vises.apps.findings.services import joint
        from vises.apps.findings.services.ground import follow_theme, passages_go, values_changed
        from vises.apps.journeys.queries.versions import register_uses
        from vises.apps.journeys.services.passes import register_reading
        from vises.platform.problems import register

        register(CODES)
        register_losing(passages_go)
        register_changed(values_changed)
        register_following(follow_theme)
        register_following(joint.follow_theme)
        register_uses(strengths_and_effects)
        register_reading("findings", read_findings)
        register_reading("restitutions", read_restitutions)
        register_reading("improvements", read_improvements)

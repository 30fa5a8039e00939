"""The method, its versions, the glossary, the library."""

"""The build hooks that DuckDB's own backend imports; only the metadata hooks are ever called."""
import pathlib
import shutil


def get_requires_for_build_wheel(config_settings=None):
    return []


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    """Hands pip the metadata that the source package already carries."""
    folder = pathlib.Path(metadata_directory) / "duckdb.dist-info"
    folder.mkdir()
    shutil.copy("PKG-INFO", folder / "METADATA")
    return folder.name


def build_wheel(*_args, **_kwargs):
    raise RuntimeError("nothing is built here: deps/fetch.py takes the headers only")


build_sdist = build_editable = build_wheel
prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel
get_requires_for_build_editable = get_requires_for_build_sdist = get_requires_for_build_wheel

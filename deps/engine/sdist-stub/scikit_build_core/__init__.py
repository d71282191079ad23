"""Stands in for the build tool that DuckDB's source package names, while pip downloads that package.

pip asks every source package for its metadata before it hands the file over. The real tool would be downloaded and run
for that, although only two header files are wanted and nothing is built. See deps/fetch.py.
"""

"""What is no test here: the script that the Python of QGIS runs."""

collect_ignore = ["qgis_check.py"]

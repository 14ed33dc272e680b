"""Reports: what a pack asks to be counted, as frozen figures with their tables and chart, and as files."""

from reports.csv_files import csv_file
from reports.documents import document
from reports.drawing import svg
from reports.making import catalogue, made
from reports.pages import page
from reports.values import Period, Report
from reports.xlsx_files import xlsx_file

__all__ = ["Period", "Report", "catalogue", "csv_file", "document", "made", "page", "svg", "xlsx_file"]

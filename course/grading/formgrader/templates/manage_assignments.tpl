{%- if not exchange -%}{%- set exchange_missing = false -%}{%- endif -%}
{%- extends "nbgrader/manage_assignments.tpl" -%}

{%- extends "nbgrader/base.tpl" -%}
{%- block script -%}
{{ super() }}
<script>
const HIDDEN = {{ '[]' if exchange else '["Release", "Collect", "Release Feedback"]' }};
{% include "lists.js" %}
</script>
{%- endblock -%}

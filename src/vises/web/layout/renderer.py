from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Forms are drawn by our own templates: label, hint under it, error, control."""

    form_template_name = "layout/form.html"
    field_template_name = "layout/field.html"

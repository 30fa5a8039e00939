"""What all pages share: routes with their verb, the frame, components, forms, error pages."""

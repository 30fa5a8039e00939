from vises.web.layout.routes import route
from vises.web.valorisation import views

urlpatterns = [route("stories/", views.stories, "stories", read="public")]

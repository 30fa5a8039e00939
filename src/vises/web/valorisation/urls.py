from vises.web.valorisation import views
from vises.web.layout.routes import route

urlpatterns = [route("stories/", views.stories, "stories", read="public")]

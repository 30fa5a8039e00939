from vises.web.layout.routes import route
from vises.web.valorisation import consents, editor, views

J = "journeys/<uuid:journey>/"
urlpatterns = [
    route("stories/", views.stories, "stories", read="public"),
    route("story-for-funders/<str:token>/", views.story_funder, "story-funder", read="pass"),
    route("story-for-funders/<str:token>/picture/", views.funder_image, "story-funder-picture", read="pass"),
    route("stories/<slug:slug>/", views.story_public, "story-public", read="public"),
    route("stories/<slug:slug>/thread/<uuid:claim>/", views.thread, "thread", read="public"),
    route("stories/<slug:slug>/picture/", views.story_image, "story-image", read="public"),
    route("stories/<slug:slug>/story.<str:language>.pdf", views.story_pdf, "story-pdf", read="public"),
    route(f"{J}story/", editor.story, "story", read="journey.view", write="journey.edit"),
    route(f"{J}story/sentences/<uuid:claim>/", editor.claim, "claim", read="journey.view", write="journey.edit"),
    route(f"{J}story/quotes/<uuid:quote>/", consents.quote, "quote-consent", read="journey.edit", write="journey.edit"),
    route(
        f"{J}story/quotes/<uuid:quote>/all/",
        consents.account,
        "account-consent",
        read="journey.edit",
        write="journey.edit",
    ),
    route("account/<str:token>/", consents.say_account, "account-say", read="pass", write="pass"),
    route("quote/<str:token>/", consents.say, "quote-say", read="pass", write="pass"),
    route(f"{J}story/picture/people/", editor.people, "picture-people", read="journey.edit", write="journey.edit"),
    route(
        f"{J}story/picture/people/<uuid:person>/",
        consents.person,
        "picture-person",
        read="journey.edit",
        write="journey.edit",
    ),
    route("picture/<str:token>/", consents.say_picture, "picture-say", read="pass", write="pass"),
    route("picture/<str:token>/image/", consents.say_picture_image, "picture-say-image", read="pass"),
    route(f"{J}story/preview/", editor.preview, "story-preview", read="journey.view"),
    route(f"{J}story/picture/", editor.picture, "story-picture", read="journey.view"),
    route(f"{J}story/publish/", editor.publish, "publish", read="journey.view", write="journey.publish"),
    route(f"{J}thread/<uuid:claim>/", editor.thread_inside, "thread-inside", read="journey.view"),
]

from vises.web.collection.answering import answer
from vises.web.collection.receipts import receipt
from vises.web.layout.routes import route

urlpatterns = [
    route("a/<str:token>/", answer, "answer", read="public", write="public"),
    route("receipt/", receipt, "receipt", read="public", write="public"),
]

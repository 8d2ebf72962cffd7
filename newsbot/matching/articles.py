"""Own what the rule language sees of a stored article; it matches nothing."""

from newsbot.domain.article import Article
from newsbot.matching.document import Document


def document_of(article: Article) -> Document:
    """Return the document of an article; its source answers to id and short name."""
    return Document(
        title=article.title,
        body=article.text,
        author=article.author,
        tags=article.tags,
        url=article.url,
        source=(str(article.source_id), article.source_name),
        lang=article.language,
    )

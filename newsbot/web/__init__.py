"""Own everything that is served over HTTP: feeds, API, pages; it holds no rule of the business."""

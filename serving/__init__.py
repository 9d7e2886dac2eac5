"""A band, its reasons and a person's judgement: the service, its pages, and the ledger behind them."""

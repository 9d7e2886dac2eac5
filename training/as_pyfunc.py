"""The code that MLflow stores beside a bundle: loading it makes the very model that is served, with no pickle."""

from training.runs import BundleModel, set_model

set_model(BundleModel())

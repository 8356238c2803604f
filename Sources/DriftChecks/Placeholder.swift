internal import DriftModel

"""Read the numbers, amounts, measures and dates of a text, in four languages."""

from gbaqa.text.quantities.comparing import same_value
from gbaqa.text.quantities.reading import quantities
from gbaqa.text.quantities.records import Precision, Quantity, QuantityKind

__all__ = ["Precision", "Quantity", "QuantityKind", "quantities", "same_value"]

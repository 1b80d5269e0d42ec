"""Bills, payments and tariffs as JSON; amounts are euros as decimal strings."""

from datetime import date, timedelta
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from billing.models import Bill, Payment, Tariff, TariffBlock, TariffComponent, TariffDiameterFee
from billing.selectors.bills import explain_bill
from billing.types import ExplainedLine


class BillSerializer(serializers.ModelSerializer[Bill]):
    """A bill without its lines."""

    number = serializers.CharField(source="reference", read_only=True)
    supply_number = serializers.CharField(source="connection.supply_number", read_only=True)
    vat = serializers.DecimalField(max_digits=12, decimal_places=2, read_only=True)
    total = serializers.DecimalField(max_digits=12, decimal_places=2, read_only=True)

    class Meta:
        model = Bill
        fields: tuple[str, ...] = (
            "id", "number", "supply_number", "rf_code", "issue_date", "due_date", "period_from", "period_to",
            "consumption_m3", "brought_m3", "carried_m3", "net", "vat", "total",
        )  # fmt: skip


class ExplainedLineSerializer(serializers.Serializer[ExplainedLine]):
    """An amount of a bill with what made it, in the language of the request."""

    name = serializers.CharField()
    explanation = serializers.CharField()
    service = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=14, decimal_places=6)
    price = serializers.DecimalField(max_digits=12, decimal_places=6)
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    vat_percent = serializers.DecimalField(max_digits=5, decimal_places=2)
    days = serializers.IntegerField()
    block_days = serializers.IntegerField()
    tariff = serializers.CharField()
    decision = serializers.CharField()


class BillDetailSerializer(BillSerializer):
    """A bill with every amount explained."""

    lines = serializers.SerializerMethodField()

    class Meta(BillSerializer.Meta):
        fields = (*BillSerializer.Meta.fields, "days", "lines")

    @extend_schema_field(ExplainedLineSerializer(many=True))
    def get_lines(self, bill: Bill) -> Any:
        """Give the lines in the order of the printed bill, VAT last."""
        return [ExplainedLineSerializer(line).data for line in explain_bill(bill)]


class PaymentSerializer(serializers.ModelSerializer[Payment]):
    """A payment and its receipt number."""

    number = serializers.CharField(source="reference", read_only=True)
    supply_number = serializers.CharField(source="connection.supply_number", read_only=True)

    class Meta:
        model = Payment
        fields = ("id", "number", "supply_number", "method", "amount", "received_on")


class BlockSerializer(serializers.ModelSerializer[TariffBlock]):
    """The price of the cubic metres above one limit up to the next."""

    class Meta:
        model = TariffBlock
        fields = ("lower_m3", "upper_m3", "price")


class DiameterFeeSerializer(serializers.ModelSerializer[TariffDiameterFee]):
    """The charge of meters up to a diameter."""

    class Meta:
        model = TariffDiameterFee
        fields = ("up_to_mm", "amount")


class ComponentSerializer(serializers.ModelSerializer[TariffComponent]):
    """One charge of a tariff."""

    base = serializers.CharField(source="base.code", read_only=True, default=None)
    blocks = BlockSerializer(many=True, read_only=True)
    diameter_fees = DiameterFeeSerializer(many=True, read_only=True)

    class Meta:
        model = TariffComponent
        fields = (
            "code", "name", "name_en", "kind", "service", "vat_percent", "amount", "percent", "base",
            "only_with_sewer", "is_prorated", "blocks", "diameter_fees",
        )  # fmt: skip


class TariffSerializer(serializers.ModelSerializer[Tariff]):
    """A version of the prices of a use with all its charges."""

    valid_from = serializers.DateField(source="period.lower", read_only=True)
    valid_to = serializers.SerializerMethodField(help_text="The last day in force; null while it has no end.")
    components = ComponentSerializer(many=True, read_only=True)

    class Meta:
        model = Tariff
        fields = (
            "id", "use", "name", "version", "state", "valid_from", "valid_to", "block_days", "decision", "ada",
            "components",
        )  # fmt: skip

    def get_valid_to(self, tariff: Tariff) -> date | None:
        """Give the last day, which the stored half-open range leaves out."""
        upper: date | None = tariff.period.upper
        return None if upper is None else upper - timedelta(days=1)

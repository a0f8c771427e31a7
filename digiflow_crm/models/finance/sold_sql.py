"""What executives sold, as SQL: confirmed offers of the Digiflow pipeline by the quarter in Lima.

An offer is sold on the day of its order, without taxes and in the currency of its company: at the
rate that the offer was made with.
"""

MOMENT = "(offer.date_order AT TIME ZONE 'UTC' AT TIME ZONE 'America/Lima')"
SOLD_SQL = f"""
    SELECT offer.id, offer.user_id, offer.company_id,
        to_char({MOMENT}, 'YYYY') AS year, to_char({MOMENT}, 'Q') AS quarter,
        offer.amount_untaxed / COALESCE(NULLIF(offer.currency_rate, 0), 1) AS amount
    FROM sale_order offer
    WHERE offer.is_digiflow AND offer.state IN ('sale', 'done')
"""
SOLD_FIELDS = {
    "sale.order": [
        *("user_id", "company_id", "date_order", "amount_untaxed", "currency_rate"),
        *("is_digiflow", "state"),
    ]
}

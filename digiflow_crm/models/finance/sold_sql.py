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
# By quarter, executive and company.
ACTUAL_SQL = f"""
    SELECT sold.year, sold.quarter, sold.user_id, sold.company_id, sum(sold.amount)
    FROM ({SOLD_SQL}) sold
    WHERE sold.year = ANY(%(years)s) AND sold.user_id = ANY(%(users)s)
    GROUP BY sold.year, sold.quarter, sold.user_id, sold.company_id
"""
# An even id is a target's, an odd one an offer's.
VIEW_SQL = f"""
    SELECT row.*, company.currency_id FROM (
        SELECT target.id * 2 AS id, target.year, target.quarter, target.user_id,
            target.company_id, target.amount AS target, 0 AS actual, target.amount AS missing
        FROM digiflow_sales_target target
        UNION ALL
        SELECT sold.id * 2 + 1, sold.year, sold.quarter, sold.user_id,
            sold.company_id, 0, sold.amount, -sold.amount
        FROM ({SOLD_SQL}) sold
    ) row LEFT JOIN res_company company ON company.id = row.company_id
"""
SOLD_FIELDS = {
    "sale.order": [
        *("user_id", "company_id", "date_order", "amount_untaxed", "currency_rate"),
        *("is_digiflow", "state"),
    ]
}

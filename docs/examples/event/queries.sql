SELECT tenant_id, window_start, COUNT(*) AS cards, SUM(amount) AS redeemed
FROM TABLE(TUMBLE(TABLE gift_card_redeemed, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
WHERE flags NOT LIKE '%testTraffic%'
GROUP BY tenant_id, window_start, window_end;

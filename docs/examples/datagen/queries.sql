-- The first of the questions beside generated data; its answers are ${OUT}/answers/raw/minutes.csv.
CREATE TABLE minutes (
  tenant_id BIGINT, window_start TIMESTAMP(3), events BIGINT, page_views BIGINT, cart_adds BIGINT, orders BIGINT,
  revenue STRING
) WITH (
  'connector' = 'filesystem', 'path' = '${OUT}/minutes.csv', 'format' = 'csv', 'csv.null-literal' = 'NULL'
);

INSERT INTO minutes
SELECT tenant_id, window_start, COUNT(*),
  COUNT(*) FILTER (WHERE event_type = 'PageView'),
  COUNT(*) FILTER (WHERE event_type = 'CartItemAdded'),
  COUNT(*) FILTER (WHERE event_type = 'OrderPlaced'),
  CAST(SUM(total) AS STRING)
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
GROUP BY tenant_id, window_start, window_end;

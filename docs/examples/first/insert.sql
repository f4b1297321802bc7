CREATE TABLE revenue (
  shop STRING,
  minute_start TIMESTAMP(3),
  orders BIGINT,
  revenue STRING
) WITH (
  'connector' = 'filesystem',
  'path' = '${OUT}/revenue.csv',
  'format' = 'csv'
);

INSERT INTO revenue
SELECT shop, window_start, COUNT(*), CAST(SUM(amount) AS STRING)
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_time), INTERVAL '1' MINUTE))
GROUP BY shop, window_start, window_end;

CREATE TABLE orders (
  order_time TIMESTAMP(3),
  shop STRING,
  amount DECIMAL(10, 2),
  WATERMARK FOR order_time AS order_time - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem',
  'path' = '${ORDERS}',
  'format' = 'csv'
);

-- Functions of one's own: build docs/examples/functions first.
SET 'hotpath.functions' = '${FUNCTIONS}';
CREATE TEMPORARY FUNCTION count_char AS 'com.shop.CountChar';
CREATE TEMPORARY FUNCTION net AS 'com.shop.Net';
CREATE TEMPORARY FUNCTION weighted_average AS 'com.shop.WeightedAverage';
SELECT shop, net(amount, 20) AS net, count_char(shop, 'p') AS ps FROM orders;
SELECT shop, weighted_average(amount, 1) AS average FROM orders GROUP BY shop;

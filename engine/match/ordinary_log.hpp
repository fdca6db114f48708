// Lines as a sync writes them while all is well, in the ways that loggers write: what is frequent here is no sign of a failure,
// and a poor thing to look for first (rarest_factor.hpp). Only the choice of a factor depends on it, never a result.
#pragma once

#include <string_view>

namespace syncdx::match {

inline constexpr std::string_view ordinary_log =
    R"(2026-11-20T10:15:30.123Z INFO [sync-worker-1] starting sync of orders for integration 4711, platform shopify, store acme
2026-11-20 10:15:31,004 INFO  com.example.sync.OrderReader - fetched page 1 of orders: 250 records, next cursor eyJsYXN0X2lk
2026-11-20 10:15:31,404 DEBUG http - GET https://shop.example.com/admin/api/orders.json?limit=250&status=any 200 OK in 312 ms
{"time":"2026-11-20T10:15:32Z","level":"info","logger":"inventory","msg":"read 120 items from source","stream":"inventory_levels","count":120}
{"type":"LOG","log":{"level":"INFO","message":"Records read: 5000 (4 MB) from stream products"}}
2026-11-20 10:15:33 source > Syncing stream: customers
2026-11-20 10:15:33 destination > Finished writing records for stream transactions, committed state
time=2026-11-20T10:15:34Z level=info msg="request done" method=POST path=/graphql.json status=200 duration_ms=87 cost=12 available=988
Nov 20 10:15:35 host sync[1234]: products: created 3, updated 14, unchanged 233, skipped 0, failed 0
INFO:singer:METRIC: {"type": "counter", "metric": "record_count", "value": 1200, "tags": {"endpoint": "invoices"}}
[2026-11-20 10:15:36] job 88 channel amazon: requested report, report document ready, downloaded 2 files, parsed 5310 rows
2026-11-20T10:15:37Z INFO access token is valid for another 3200 seconds, no refresh needed, connection to the api established
2026-11-20T10:15:38Z INFO mapped 412 skus to products, variants and locations; stock quantities and prices saved to database table
2026-11-20T10:15:39Z INFO checked account and customer data, 0 errors, 0 warnings, response received from server, field values updated
2026-11-20T10:15:40Z DEBUG retry policy: limit 5, timeout 30 s, backoff 2 s; rate: 2 requests per second, remaining 38 of 40 calls
2026-11-20T10:15:41Z INFO orders saved, items synced, shipments and payments loaded, sales imported from date 2026-11-19 to 2026-11-20
2026-11-20T10:15:42Z INFO page 2 of 9 done; the next run of this schedule is at 11:00; session finished with status success in 12 s
)";

}  // namespace syncdx::match

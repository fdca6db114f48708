"""Tether's exports as texts: those of a healthy integration, and changes to them. The formats: rules of the project itself."""
import datetime

NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
LAST_RUN = NOW - datetime.timedelta(hours=1)
# Each six hours, at the seconds at which the sessions below began: whatever the hour of the day, no run is due that did not come.
CRON = f"{LAST_RUN.second} {LAST_RUN.minute} {','.join(str(LAST_RUN.hour % 6 + 6 * i) for i in range(4))} * * *"


def at(**before):
    return (NOW - datetime.timedelta(**before)).strftime("%Y-%m-%dT%H:%M:%SZ")


def session(hours, number, **changes):
    """A good scheduled run that began so many hours ago."""
    return {"id": f"ex-{number}", "domain_type": "sales_orders", "trigger": "scheduled", "mode": "incremental", "dry_run": False, "status": "completed",
            "started_at": at(hours=hours), "duration_seconds": 60, "records_fetched": 400, "statistics": {"success": 400, "failed": 0, "skipped": 0}, **changes}


def failed(hours, number, message="Authentication failed"):
    return session(hours, number, status="failed", duration_seconds=2, records_fetched=0, statistics={"success": 0, "failed": 0, "skipped": 0}, error_message=message)


def history(*sessions, **changes):
    """Twelve good runs, one each six hours, with the given sessions in place of the newest ones."""
    good = [session(hours=1 + 6 * i, number=100 - i) for i in range(len(sessions), 12)]
    return {"format": "tether-sessions", "version": 1, "integration_id": "int-7", "range": {"from": at(days=30), "to": at(minutes=1)}, "complete": True,
            "sync_state_reset_at": None, "sessions": list(sessions) + good, **changes}


def integration(service="shopify", **changes):
    """A healthy integration; `changes` replace members of the snapshot (with a leading _) or of its integration."""
    inner = {"id": "int-7", "name": "Shop", "external_service": service, "status": "connected", "enabled": True, "dry_run": False,
             "created_at": at(days=300), "schedule": {"cron": CRON, "timezone": "UTC"}, "last_sync": at(hours=1), "next_sync": at(hours=-5),
             "capabilities": ["sales_orders", "products", "warehouse_inventory"], "historical_data": {"from": "2019-01-01"}, "filters": [],
             "field_mappings": [{"domain_type": "sales_orders", "external_field": "Order Number", "tether_field": "Sales Order ID", "unique_key": True},
                                {"domain_type": "sales_orders", "external_field": "Total", "tether_field": "Amount", "unique_key": False}],
             "credentials": {"method": "oauth", "authorized_at": at(days=200), "expires_at": at(days=-160), "fields": [{"name": "token", "present": True, "secret": True}]}}
    inner.update({name: value for name, value in changes.items() if not name.startswith("_")})
    outer = {"format": "tether-integration", "version": 1, "exported_at": at(minutes=1), "exported_by_role": "admin",
             "complete": ["integration", "schedule", "capabilities", "credentials", "channels", "filters", "field_mappings", "other_integrations", "changes"],
             "integration": inner,
             "channels": [{"id": "ch-1", "name": "Shop", "type": "shopify", "is_active": True, "integration_ids": ["int-7"], "order_counts": {"total": 18240}}],
             "other_integrations": [], "changes": []}
    outer.update({name[1:]: value for name, value in changes.items() if name.startswith("_")})
    return outer

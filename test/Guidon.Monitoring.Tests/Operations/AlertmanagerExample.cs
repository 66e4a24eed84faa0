namespace Guidon.Monitoring.Tests.Operations;

/// <summary>How alerts may be routed: pages to whoever is on call, tickets to a mailbox, the watchdog to somebody outside.</summary>
internal static class AlertmanagerExample
{
    internal static string Write() =>
        """
        # An example; made by `dotnet run build.cs -- docs`. Replace the addresses.
        route:
          receiver: tickets
          group_by: [alertname, integration]
          group_wait: 30s
          repeat_interval: 12h
          routes:
            # Stops when Prometheus, Alertmanager or the way out is dead; the outside receiver then calls somebody.
            - matchers: [alertname = Watchdog]
              receiver: outside
              group_wait: 0s
              group_interval: 1m
              repeat_interval: 50s
            - matchers: [severity = page]
              receiver: oncall
              repeat_interval: 1h
        inhibit_rules:
          # A destination that fails burns its budget too: one call is enough.
          - source_matchers: [alertname =~ "DestinationFailing|CanaryLost|DeliverySilent"]
            target_matchers: [alertname =~ "Burn.*|QueueOld|LatencyHigh"]
            equal: [destination]
        receivers:
          - name: outside
            webhook_configs:
              - url: https://deadman.example.com/guidon
                send_resolved: false
          - name: oncall
            pagerduty_configs:
              - routing_key_file: /etc/alertmanager/pagerduty.key
          - name: tickets
            email_configs:
              - to: flags@example.com
                from: alerts@example.com
                smarthost: mail.example.com:587

        """.ReplaceLineEndings("\n");
}

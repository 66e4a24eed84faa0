using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Integrations.AlertPagerDuty;
using Guidon.Integrations.AlertSlack;
using Guidon.Integrations.AlertWebhook;
using Guidon.Integrations.Amplitude;
using Guidon.Integrations.ChangeWebhook;
using Guidon.Integrations.Datadog;
using Guidon.Integrations.Dynatrace;
using Guidon.Integrations.Grafana;
using Guidon.Integrations.Heap;
using Guidon.Integrations.Mixpanel;
using Guidon.Integrations.NewRelic;
using Guidon.Integrations.PostHog;
using Guidon.Integrations.RudderStack;
using Guidon.Integrations.SegmentIo;
using Guidon.Integrations.Sentry;
using Guidon.Integrations.Slack;
using Guidon.Integrations.Webhook;

namespace Guidon.Integrations;

/// <summary>All integrations that a destination may name.</summary>
public static class Catalog
{
    /// <summary>By name. Adding one here is all that the rest of the product needs.</summary>
    public static ImmutableArray<Integration> All { get; } =
    [
        new AmplitudeIntegration(), new HeapIntegration(), new MixpanelIntegration(), new PostHogIntegration(), new RudderStackIntegration(),
        new SegmentIoIntegration(), new WebhookIntegration(),
        new ChangeWebhookIntegration(), new DatadogIntegration(), new DynatraceIntegration(), new GrafanaIntegration(), new NewRelicIntegration(),
        new SentryIntegration(), new SlackIntegration(),
        new AlertPagerDutyIntegration(), new AlertSlackIntegration(), new AlertWebhookIntegration(),
    ];

    /// <summary>The integration with this name; <see langword="null"/> when there is none.</summary>
    public static Integration? Find(string name) => All.FirstOrDefault(integration => integration.Name == name);
}

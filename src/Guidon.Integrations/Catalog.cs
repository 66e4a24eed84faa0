using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Integrations.AlertEmail;
using Guidon.Integrations.AlertPagerDuty;
using Guidon.Integrations.AlertSlack;
using Guidon.Integrations.AlertWebhook;
using Guidon.Integrations.Amplitude;
using Guidon.Integrations.ChangeWebhook;
using Guidon.Integrations.Datadog;
using Guidon.Integrations.Dynatrace;
using Guidon.Integrations.Grafana;
using Guidon.Integrations.Health;
using Guidon.Integrations.Heap;
using Guidon.Integrations.Mail;
using Guidon.Integrations.Mixpanel;
using Guidon.Integrations.NewRelic;
using Guidon.Integrations.PostHog;
using Guidon.Integrations.RudderStack;
using Guidon.Integrations.SegmentIo;
using Guidon.Integrations.Sentry;
using Guidon.Integrations.SentryErrors;
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
        new AlertEmailIntegration(), new AlertPagerDutyIntegration(), new AlertSlackIntegration(), new AlertWebhookIntegration(),
    ];

    /// <summary>The name of the one that brings messages to people.</summary>
    public static string Mail => "mail";

    /// <summary>The name of the one that tells an error tracker.</summary>
    public static string ErrorTracker => "sentry-errors";

    /// <summary>Whether this is the address of a project at the error tracker.</summary>
    public static bool IsErrorTracker(string dsn) => SentryDsn.Read(dsn) is not null;

    /// <summary>The installation's own: made from the configuration of the node, and no destination that a person adds may name one.</summary>
    public static ImmutableArray<Integration> OfInstallation { get; } = [new MailIntegration(), new SentryErrorsIntegration()];

    /// <summary>In what forms something outside may say how features are doing.</summary>
    public static ImmutableArray<HealthFormat> HealthFormats { get; } = [WebhookHealth.Format, GrafanaHealth.Format];

    /// <summary>The integration with this name; <see langword="null"/> when there is none.</summary>
    public static Integration? Find(string name) => All.FirstOrDefault(integration => integration.Name == name);
}

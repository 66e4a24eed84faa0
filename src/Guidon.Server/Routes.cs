using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Server.ApiDocs;
using Guidon.Server.Edge;
using Guidon.Server.Edge.Deprecated;
using Guidon.Server.Edge.Experiments;
using Guidon.Server.Edge.Traits;
using Guidon.Server.Health;
using Guidon.Server.Management;
using Guidon.Server.Management.Integrations;
using Guidon.Server.Management.Retention;
using Guidon.Server.Management.Screens;
using Guidon.Server.Ofrep;
using Guidon.Server.Realtime;
using Guidon.Server.Upstream;

namespace Guidon.Server;

/// <summary>Every URL of this server, who may call it and what answers. Routing takes each path with and without the final slash.</summary>
internal sealed record Routes
{
    private const string DestinationPath = "/api/guidon/v1/destinations/{id}/";

    internal required EnvironmentAccess Sdk { get; init; }

    internal required RequestCounter Requests { get; init; }

    internal required ManagementAccess Management { get; init; }

    internal required FlagsEndpoint Flags { get; init; }

    internal required IdentitiesEndpoint Identities { get; init; }

    internal required AnalyticsEndpoint Analytics { get; init; }

    internal required BulkIdentitiesEndpoint BulkIdentities { get; init; }

    internal required TraitsEndpoint Traits { get; init; }

    internal required DeprecatedEndpoints Deprecated { get; init; }

    internal required AnalyticsV2Endpoint AnalyticsV2 { get; init; }

    internal required ExperimentEventsEndpoint ExperimentEvents { get; init; }

    internal required OfrepEndpoint Ofrep { get; init; }

    internal required RealtimeEndpoint Realtime { get; init; }

    internal required HealthEndpoints Health { get; init; }

    /// <summary>Of an edge; <see langword="null"/> on a server.</summary>
    internal ProxyHealth? Proxy { get; init; }

    internal required ListDestinations ListDestinations { get; init; }

    internal required StopDestination StopDestination { get; init; }

    internal required ExplainFlag ExplainFlag { get; init; }

    internal required RetentionRoutes Retention { get; init; }

    internal required IntegrationRoutes Integrations { get; init; }

    internal required DeliveryRoutes Deliveries { get; init; }

    /// <summary>The URLs of everything that operators own, by noun; not on an edge.</summary>
    internal required IReadOnlyList<Func<ManagementAccess, IEnumerable<(string Path, MethodTable Methods)>>> Resources { get; init; }

    internal required ScreenRoutes Screens { get; init; }

    internal void Map(WebApplication app)
    {
        MapSdk(app);
        Map(app, "/ofrep/v1/evaluate/flags", new MethodTable { Post = Sdk.Telling(OfrepKeys.KeyOf, Ofrep.BulkAsync) });
        Map(app, "/ofrep/v1/evaluate/flags/{key}", new MethodTable { Post = Sdk.Telling(OfrepKeys.KeyOf, Ofrep.SingleAsync) });
        Map(app, "/sse/environments/{environment}/stream", new MethodTable { Get = Sdk.InPath(Realtime.GetAsync) });
        MapManagement(app);
        if (Proxy is null) MapChanges(app);
        else MapProxy(app, Proxy);
        // The original's own names beside ours, for probes that move with the rest of an installation.
        foreach (var path in (string[])["/health/live", "/health/liveness/"]) Map(app, path, new MethodTable { Get = Operation.Open(HealthEndpoints.LiveAsync) });
        string[] ready = ["/health/ready", "/health/readiness/", "/healthcheck", .. Proxy is null ? (string[])["/health"] : []];
        foreach (var path in ready) Map(app, path, new MethodTable { Get = Operation.Open(Health.ReadyAsync) });
        new ApiDocsEndpoint(() => ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)).Map(app);
        Map(app, "/version/", new MethodTable { Get = Operation.Open(Health.VersionAsync) });
        // The default fallback leaves out what looks like a file name.
        app.MapFallback("{*path}", Answers.NotFoundAsync);
    }

    private void MapSdk(WebApplication app)
    {
        Map(app, "/api/v1/flags/", new MethodTable { Get = Counted(RequestKind.Flags, Flags.GetAsync) });
        Map(app, "/api/v1/identities/", new MethodTable { Get = Counted(RequestKind.Identities, Identities.GetAsync), Post = Counted(RequestKind.Identities, Identities.PostAsync) });
        Map(app, "/api/v1/environment-document/", new MethodTable { Get = Counted(Sdk.ServerSide, RequestKind.EnvironmentDocument, new EnvironmentDocumentEndpoint(Analytics.TakesNames).GetAsync) });
        Map(app, "/api/v1/analytics/flags/", new MethodTable { Post = Sdk.Any(Analytics.PostAsync) });
        Map(app, "/api/v1/flags/{feature_id}/multivariate-options/", new MethodTable { Get = Sdk.Any(MultivariateOptionsEndpoint.GetAsync) });
        Map(app, "/api/v1/bulk-identities/", new MethodTable { Post = Counted(RequestKind.Identities, BulkIdentities.PostAsync) });
        Map(app, "/api/v1/traits/", new MethodTable { Post = Counted(RequestKind.Traits, Traits.PostAsync) });
        Map(app, "/api/v1/traits/bulk/", new MethodTable { Put = Counted(RequestKind.Traits, Traits.PutBulkAsync) });
        Map(app, "/api/v1/traits/increment-value/", new MethodTable { Post = Counted(RequestKind.Traits, Traits.IncrementAsync) });
        Map(app, "/api/v2/analytics/flags/", new MethodTable { Post = Sdk.Any(AnalyticsV2.PostAsync) });
        Map(app, "/api/v1/analytics/telemetry/", new MethodTable { Post = Operation.Open(TelemetryEndpoint.PostAsync) });
        Map(app, "/v1/events", new MethodTable { Post = Sdk.Telling(EnvironmentAccess.KeyOf, ExperimentEvents.PostAsync) });
        Map(app, "/api/v1/flags/{identifier}", new MethodTable { Get = Counted(RequestKind.Identities, Deprecated.FlagsAsync) });
        Map(app, "/api/v1/identities/{identifier}/", new MethodTable { Get = Counted(RequestKind.Identities, Deprecated.IdentityAsync) });
        Map(app, "/api/v1/identities/{identifier}/traits/{key}", new MethodTable { Post = Counted(RequestKind.Traits, Deprecated.TraitAsync) });
    }

    private Operation Counted(RequestKind kind, Func<HttpContext, KeyGrant, Task> endpoint) => Counted(Sdk.Any, kind, endpoint);

    // The API's document is read off the endpoint itself, not off what counts before it.
    private Operation Counted(Func<Func<HttpContext, KeyGrant, Task>, Operation> door, RequestKind kind, Func<HttpContext, KeyGrant, Task> endpoint) =>
        door(endpoint) with { InvokeAsync = door(Requests.Counted(kind, endpoint)).InvokeAsync };

    private static void MapProxy(WebApplication app, ProxyHealth proxy)
    {
        foreach (var path in (string[])["/proxy/health", "/proxy/health/readiness", "/health"]) Map(app, path, new MethodTable { Get = Operation.Open(proxy.ReadyAsync) });
        Map(app, "/proxy/health/liveness", new MethodTable { Get = Operation.Open(ProxyHealth.LiveAsync) });
    }

    // Not on an edge: flags come from its upstream and destinations from its configuration; whatever is written here would be undone.
    private void MapChanges(WebApplication app)
    {
        Integrations.MapAll(app, Management);
        foreach (var (path, methods) in Resources.SelectMany(all => all(Management))) Map(app, path, methods);
    }

    private void MapManagement(WebApplication app)
    {
        Map(app, "/api/guidon/v1/destinations", new MethodTable { Get = Management.Require(Permission.Admin, ListDestinations.InvokeAsync) });
        Deliveries.Map(app, Management);
        Map(app, DestinationPath + "hold", new MethodTable { Post = Management.Require(Permission.Admin, StopDestination.HoldAsync) });
        Map(app, DestinationPath + "pause", new MethodTable { Post = Management.Require(Permission.Admin, StopDestination.PauseAsync) });
        Map(app, DestinationPath + "resume", new MethodTable { Post = Management.Require(Permission.Admin, StopDestination.ResumeAsync) });
        Retention.Map(app, Management);
        foreach (var (path, methods) in Screens.All(Management)) Map(app, path, methods);
        Map(app, "/api/guidon/v1/environments/{environment}/explain", new MethodTable { Get = Management.Require(EnvironmentPermission.ViewIdentities, ExplainFlag.InvokeAsync) });
    }

    private static void Map(WebApplication app, string path, MethodTable methods) => methods.Map(app, path);
}

using System.Collections.Frozen;
using Guidon.Delivery;
using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Server.Start;
using Guidon.Server.Upstream.Config;
using Guidon.Storage;

namespace Guidon.Server.Upstream;

/// <summary>
/// What makes a server an edge: documents come from an upstream and destinations from the configuration. Everything that answers,
/// records and delivers is the server's own.
/// </summary>
internal sealed class EdgeRole : IAsyncDisposable
{
    private readonly EdgeConfig _config;
    private readonly IUpstreamStore _store;
    private readonly UpstreamMetrics _metrics = new();
    private readonly UpstreamClient _client;
    private readonly UpstreamService _service;
    private readonly UpstreamUsage _usage;
    private readonly IReadOnlyList<UpstreamEnvironment> _environments;

    internal EdgeRole(
        EdgeConfig config, IReadOnlyDictionary<string, int> ids, IStorage storage, InstallationSecret secret, EnvironmentRegistry registry,
        EnvironmentKeys keys, EnvironmentLoader loader, TimeProvider time, ILoggerFactory loggers)
    {
        (_config, _store) = (config, storage.Upstream);
        _environments = [.. config.KeyPairs.Select(pair => new UpstreamEnvironment(ids[pair.ClientKey], pair, secret.Hash(pair.ServerKey), registry))];
        _client = new UpstreamClient(config, time);
        _service = new UpstreamService(_environments, _client, new DocumentIntake(loader, storage.Upstream, time), config, _metrics, time, new Random(), loggers);
        _usage = new UpstreamUsage(_environments, _client, storage.Usage, new UuidSource(new Random()), _metrics, time, loggers.CreateLogger<UpstreamUsage>());
        Health = new ProxyHealth(_environments, config, time);
        keys.Expect(config.KeyPairs.Select(pair => pair.ClientKey), _environments.SelectMany(each => each.ServerKeys).Select(key => key.KeyHash));
        _metrics.Observe(_environments, time);
    }

    internal ProxyHealth Health { get; }

    /// <summary>Environments whose last poll brought nothing that could be served.</summary>
    internal int Failing => _environments.Count(each => each.Status.Problem is not null);

    /// <summary>Where usage goes instead of the local table.</summary>
    internal IUsageStore Usage => _usage;

    /// <summary>Makes the rows what the configuration says, before anything is loaded.</summary>
    /// <returns>Client-side key → id.</returns>
    /// <exception cref="StartFailedException">The folder is a server's.</exception>
    internal static async Task<IReadOnlyDictionary<string, int>> PrepareAsync(
        EdgeConfig config, StartSettings settings, IUpstreamStore store, InstallationSecret secret, CancellationToken cancellation)
    {
        var order = new UpstreamOrder
        {
            Environments = [.. config.KeyPairs.Select(pair => new UpstreamKeys(pair.ClientKey, secret.Hash(pair.ServerKey), pair.ServerKey[^4..]))],
            MasterKeyHash = settings.Bootstrap.ApiKey is { } key ? secret.Hash(key) : null,
        };
        return await store.ReconcileAsync(order, new UuidSource(new Random()), cancellation)
            ?? throw new StartFailedException($"The data folder {settings.DataFolder} belongs to a server (guidon serve); give the edge one of its own with --data.");
    }

    /// <summary>Before the first request: what is declared is captured from the first evaluation on.</summary>
    /// <exception cref="StartFailedException">Declared settings are wrong.</exception>
    internal async Task DeclareAsync(
        DeliveryService delivery, IDeliveryStore store, ISettingsProtector protector, FrozenDictionary<string, Integration> catalog, ILoggerFactory loggers, CancellationToken cancellation) =>
        await new DeclaredDestinations(store, delivery.Settings, protector, catalog, loggers.CreateLogger<DeclaredDestinations>())
            .ApplyAsync(_config.Destinations, _environments, await _store.OrganisationAsync(cancellation), cancellation);

    internal void Start() => _service.Start();

    /// <summary>After the last flush: what the upstream did not take is stored.</summary>
    internal Task KeepUsageAsync() => _usage.KeepAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _client.Dispose();
        _metrics.Dispose();
    }
}

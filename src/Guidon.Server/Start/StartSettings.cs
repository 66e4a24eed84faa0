using Guidon.Delivery;
using Guidon.Server.Health;
using Guidon.Server.Mail;
using Guidon.Server.Monitoring;
using Guidon.Server.Management;
using Guidon.Server.Management.Auth;
using Guidon.Server.Management.Oidc;
using Guidon.Server.Realtime;
using Guidon.Server.Tracking;
using Guidon.Server.Upstream.Config;

namespace Guidon.Server.Start;

/// <summary>Everything that configuration says, read and checked before anything is touched.</summary>
internal sealed record StartSettings
{
    private const string DefaultUrl = "http://localhost:8000";
    private const int ApiKeyCharsMin = 8;
    private const int ApiKeyCharsMax = 200;

    /// <summary>Absolute path. Default <c>./data</c>.</summary>
    internal required string DataFolder { get; init; }

    /// <summary>A connection string of PostgreSQL; <see langword="null"/> for the embedded database in the data folder.</summary>
    internal string? Database { get; init; }

    /// <summary>Where to listen; empty when Kestrel's own section says so.</summary>
    internal required IReadOnlyList<string> Urls { get; init; }

    internal required BootstrapOptions Bootstrap { get; init; }

    internal required DeliveryOptions Delivery { get; init; }

    internal required RealtimeOptions Realtime { get; init; }

    internal required MonitoringOptions Monitoring { get; init; }

    internal required MetricsOptions Metrics { get; init; }

    internal required AccessOptions Access { get; init; }

    internal required OidcOptions Oidc { get; init; }

    internal required MailOptions Mail { get; init; }

    internal required TrackingOptions Tracking { get; init; }

    /// <summary>What an edge is told; <see langword="null"/> for a server.</summary>
    internal EdgeConfig? Edge { get; init; }

    /// <exception cref="StartFailedException">Something is misspelt, of the wrong type or out of range; all such errors in one line.</exception>
    internal static StartSettings Read(WebApplicationBuilder builder, IReadOnlyList<string> arguments, bool isEdge)
    {
        CheckNames(arguments, isEdge);
        builder.Configuration.AddEnvironmentVariables(WrittenSettings.VariablePrefix);
        builder.Configuration.AddCommandLine([.. arguments]);
        var bootstrap = Bind<BootstrapOptions>(builder.Configuration, "Bootstrap");
        var delivery = Bind<DeliveryOptions>(builder.Configuration, "Delivery");
        var realtime = Bind<RealtimeOptions>(builder.Configuration, "Realtime");
        var access = Bind<AccessOptions>(builder.Configuration, "Access");
        var oidc = Bind<OidcOptions>(builder.Configuration, "Oidc");
        var monitoring = Bind<MonitoringOptions>(builder.Configuration, "Monitoring");
        var metrics = Bind<MetricsOptions>(builder.Configuration, "Metrics");
        var mail = Bind<MailOptions>(builder.Configuration, "Mail");
        var tracking = Bind<TrackingOptions>(builder.Configuration, "ErrorTracking");
        string[] errors =
        [
            .. BootstrapErrors(bootstrap), .. new DeliveryOptionsValidator().Validate(null, delivery).Failures ?? [],
            .. new RealtimeOptionsValidator().Validate(null, realtime).Failures ?? [], .. new AccessOptionsValidator().Validate(null, access).Failures ?? [],
            .. (string[])(PublicAddress.Error(access.PublicUrl) is { } error ? [error] : []), .. new OidcOptionsValidator().Validate(null, oidc).Failures ?? [], .. oidc.Errors(),
            .. new MonitoringOptionsValidator().Validate(null, monitoring).Failures ?? [], .. monitoring.Errors(),
            .. new MetricsOptionsValidator().Validate(null, metrics).Failures ?? [], .. metrics.Errors(),
            .. new MailOptionsValidator().Validate(null, mail).Failures ?? [], .. mail.Errors(),
            .. new TrackingOptionsValidator().Validate(null, tracking).Failures ?? [], .. tracking.Errors(),
        ];
        if (errors.Length > 0) throw new StartFailedException(string.Join(" ", errors));
        var edge = isEdge
            ? EdgeConfigReader.Read(ConfigSource.Read(
                builder.Configuration["config"] ?? Environment.GetEnvironmentVariable(ConfigSource.PathVariable), Environment.GetEnvironmentVariables()))
            : null;
        return new StartSettings
        {
            DataFolder = Path.GetFullPath(builder.Configuration["data"] is { Length: > 0 } folder ? folder : "data"),
            Database = builder.Configuration["database"] is { Length: > 0 } database ? database : null,
            Urls = UrlsOf(builder.Configuration, edge?.ListenUrl ?? DefaultUrl),
            Bootstrap = bootstrap,
            Delivery = delivery,
            Realtime = realtime,
            Monitoring = monitoring,
            Metrics = metrics,
            Access = access,
            Oidc = oidc,
            Mail = mail,
            Tracking = tracking,
            Edge = edge,
        };
    }

    private static void CheckNames(IReadOnlyList<string> arguments, bool isEdge)
    {
        var (written, error) = WrittenSettings.Collect(arguments, Environment.GetEnvironmentVariables());
        // Names first: that a misspelt option has no value either helps nobody.
        if (KnownSettings.FirstUnknown(written, isEdge) is { } unknown)
        {
            throw new StartFailedException($"{unknown} is not an option of this program. Look for a spelling mistake; --help lists the verbs.");
        }

        if (error is not null) throw new StartFailedException(error);
    }

    private static T Bind<T>(IConfiguration configuration, string section)
        where T : new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException error)
        {
            throw new StartFailedException(error.Message);
        }
    }

    private static IEnumerable<string> BootstrapErrors(BootstrapOptions options)
    {
        if (!options.AdminEmail.Contains('@', StringComparison.Ordinal)) yield return "Bootstrap:AdminEmail is not an e-mail address.";
        if (options.AdminPassword is { Length: < Passwords.CharsMin }) yield return $"Bootstrap:AdminPassword needs at least {Passwords.CharsMin} characters.";
        if (options.ApiKey is { Length: < ApiKeyCharsMin or > ApiKeyCharsMax }) yield return $"Bootstrap:ApiKey needs {ApiKeyCharsMin} to {ApiKeyCharsMax} characters.";
    }

    private static string[] UrlsOf(IConfiguration configuration, string standard)
    {
        if (configuration["urls"] is { Length: > 0 } urls) return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var elsewhere = configuration["http_ports"] ?? configuration["https_ports"];
        return elsewhere is null && !configuration.GetSection("Kestrel:Endpoints").Exists() ? [standard] : [];
    }
}

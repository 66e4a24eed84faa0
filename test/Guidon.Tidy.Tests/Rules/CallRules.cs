using System.Text.RegularExpressions;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>
/// Who may open a connection: an installation calls whom its operators named and nobody else. A new caller is written down here, with whom it calls.
/// </summary>
internal static partial class CallRules
{
    private static readonly HashSet<string> s_callers =
    [
        "src/Guidon.Delivery/HttpSender.cs", "src/Guidon.Delivery/AddressGuard.cs", "src/Guidon.Delivery/DeliveryService.cs",   // destinations
        "src/Guidon.Delivery/Mail/SmtpSession.cs",                                                                             // the operator's mail server
        "src/Guidon.Server/Management/AccessRoutes.cs", "src/Guidon.Server/Management/Oidc/GuardedClients.cs",                 // the operator's provider of identities
        "src/Guidon.Server/Management/Oidc/OidcClient.cs",                                                                     // the same
        "src/Guidon.Server/Monitoring/Heartbeat.cs",                                                                           // the operator's watchman
        "src/Guidon.Server/Monitoring/SelfProbe.cs",                                                                           // itself
        "src/Guidon.Server/Upstream/UpstreamClient.cs",                                                                        // an edge's upstream
        "src/Guidon.Cli/ServerCalls.cs", "src/Guidon.Cli/SourceCalls.cs",                                                      // the servers that a verb names
        "src/Guidon.Storage.Postgres/PostgresListener.cs", "src/Guidon.Storage.Postgres/PostgresSession.cs",                   // the database
    ];

    internal static IEnumerable<string> Unknown(SourceTree tree) =>
        from file in tree.Files
        where file.IsProduct && file.IsCode && !s_callers.Contains(file.Path)
        from match in Caller.Matches(file.Text)
        select $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1} opens connections ({match.Value}) and is in no list of callers";

    [GeneratedRegex(@"\b(new (HttpClient|SocketsHttpHandler|HttpClientHandler|HttpMessageInvoker|Socket|TcpClient|UdpClient|Ping|SmtpClient|ClientWebSocket|QuicConnection|NpgsqlConnection)\b|HttpClient \w+ = new|: SmtpClient\b|Dns\.\w+|AddHttpClient\b|IHttpClientFactory\b|QuicConnection\.Connect)")]
    private static partial Regex Caller { get; }
}

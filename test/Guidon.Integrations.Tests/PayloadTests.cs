using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Delivery;

namespace Guidon.Integrations.Tests;

/// <summary>
/// Every file of <c>golden/</c> that names settings: the requests that an integration makes of the golden event under them. A new integration is
/// a new file, which <c>dotnet run build.cs -- approve payloads</c> completes.
/// </summary>
public sealed class PayloadTests
{
    private const string Approval = "GUIDON_APPROVE_PAYLOADS";

    private static readonly JsonSerializerOptions s_written = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string s_folder = Path.Combine(CatalogTests.Root(), "test", "Guidon.Integrations.Tests", "golden");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(s_folder, "*.json").Where(file => Read(file)["settings"] is not null).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [Trait("Row", "MAP-12")]
    [MemberData(nameof(Files))]
    [Trait("Row", "E19")]
    public void The_requests_are_the_golden_ones(string file)
    {
        var path = Path.Combine(s_folder, file + ".json");
        var golden = Read(path);
        var requests = new JsonArray([.. Send(Of(file), golden["settings"]!.AsObject()).Select(Describe)]);

        if (JsonNode.DeepEquals(golden["requests"], requests)) return;
        Assert.True(
            Environment.GetEnvironmentVariable(Approval) == "1",
            $"{file} is another: 'dotnet run build.cs -- approve payloads' takes it as right\n{requests.ToJsonString(s_written)}");
        golden["requests"] = requests;
        File.WriteAllText(path, golden.ToJsonString(s_written) + "\n");
    }

    // The part of the name before a variant: the longest name of the catalog that it begins with.
    private static Integration Of(string file) =>
        Catalog.All.Where(integration => file == integration.Name || file.StartsWith(integration.Name + "-", StringComparison.Ordinal)).MaxBy(integration => integration.Name.Length)
        ?? throw new InvalidOperationException($"golden/{file}.json begins with no name of the catalog");

    private static IReadOnlyList<OutgoingRequest> Send(Integration integration, JsonObject settings)
    {
        var bound = Golden.Bind(integration.Name, [.. settings.Select(setting => (setting.Key, setting.Value!.GetValue<string>()))]);
        return integration.SendsAlerts ? [GoldenAlert.Send(bound, GoldenAlert.Event)] : integration.SendsChanges ? [GoldenChange.Send(bound, GoldenChange.Event)] : Golden.SendAll(bound, Golden.Event);
    }

    private static JsonObject Describe(OutgoingRequest request) => new()
    {
        ["path"] = request.Address.PathAndQuery,
        ["headers"] = new JsonObject(request.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
        ["body"] = JsonNode.Parse(request.Body.Span),
    };

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsObject();
}

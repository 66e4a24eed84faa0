using System.Text;
using Guidon.Delivery;
using Guidon.Delivery.Settings;

namespace Guidon.Integrations.Tests;

/// <summary>What holds for every integration of the catalog, those of tomorrow included.</summary>
public sealed class CatalogTests
{
    private const string Begin = "<!-- catalog: begin -->\n";
    private const string End = "<!-- catalog: end -->\n";

    public static TheoryData<string> Names => [.. Catalog.All.Select(integration => integration.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_integration_says_what_operators_must_know(string name)
    {
        var integration = Catalog.Find(name)!;

        Assert.NotNull(integration.Facts);
        Assert.All(integration.Fields, field => Assert.EndsWith(".", field.Purpose, StringComparison.Ordinal));
        if (integration is { SendsChanges: false, SendsAlerts: false }) Assert.Contains(DeliverSetting.Field, integration.Fields);
        Assert.InRange(integration.MapperVersion, 1, int.MaxValue);
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "golden", $"{(name == "webhook" ? "webhook-legacy" : name)}.json")), "a golden payload");
    }

    // What the pump calls is the compiler's contract: a mapper with another signature does not build, and there is no second way in.
    [Theory]
    [Trait("Row", "MAP-13")]
    [MemberData(nameof(Names))]
    public void A_mapper_is_reached_through_the_typed_contract_only(string name)
    {
        var type = Catalog.Find(name)!.GetType();

        Assert.True(type.IsSealed);
        Assert.Equal(Catalog.Find(name)! switch { { SendsChanges: true } => typeof(ChangeIntegration<>), { SendsAlerts: true } => typeof(AlertIntegration<>), _ => typeof(Integration<>) }, type.BaseType!.GetGenericTypeDefinition());
        Assert.DoesNotContain(typeof(CatalogTests).Assembly.GetReferencedAssemblies(), assembly => assembly.Name is "Moq" or "NSubstitute" or "FakeItEasy");
    }

    /// <summary><c>GUIDON_WRITE_DOCS=1</c> (set by <c>build.cs docs</c>) writes the table instead of comparing it.</summary>
    [Fact]
    public void The_table_of_the_documentation_is_the_catalogs()
    {
        var path = Path.Combine(Root(), "docs", "integrations.md");
        var page = File.ReadAllText(path);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("GUIDON_WRITE_DOCS") == "1") File.WriteAllText(path, page[..from] + Table() + page[to..]);
        else Assert.True(page[from..to] == Table(), "docs/integrations.md is stale: run 'dotnet run build.cs -- docs'");
    }

    /// <summary>The folder that holds the solution.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Guidon.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the tree.");
    }

    private static string Table()
    {
        var table = new StringBuilder();
        foreach (var integration in Catalog.All)
        {
            if (integration.Facts is not { } facts) continue;
            table.Append($"### {facts.Title} (`{integration.Name}`)\n\n| | |\n|---|---|\n");
            table.Append($"| sent | {facts.Sends} |\n| limits kept | {facts.Limits} |\n");
            table.Append($"| duplicates | {facts.Dedupe} |\n| oldest event | {facts.TooOld} |\n| a replay | {facts.Replay} |\n");
            table.Append($"| canary | {facts.Canary} |\n| not verified without an account | {facts.Unverified} |\n");
            table.Append($"| belongs to | {string.Join(", ", integration.Levels.Select(level => level.ToString().ToLowerInvariant()))} |\n");
            table.Append($"| mapper | version {integration.MapperVersion} |\n| settings | {string.Join("; ", integration.Fields.Select(Describe))} |\n\n");
        }

        return table.ToString();
    }

    private static string Describe(SettingsField field)
    {
        var choices = field.Choices.IsEmpty ? "" : $" ({string.Join(" \\| ", field.Choices.Select(choice => $"`{choice}`"))})";
        var nature = field.Kind == SettingKind.Secret ? " (secret)" : "";
        return $"`{field.Name}`{nature}{choices}{(field.Required ? ", required" : "")}: {field.Purpose.TrimEnd('.')}";
    }
}

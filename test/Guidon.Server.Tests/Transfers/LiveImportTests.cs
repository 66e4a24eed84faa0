using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Transfers;

/// <summary>The command line moves a project from one living server to another, through the API that Flagsmith has too, or as a file.</summary>
public sealed class LiveImportTests
{
    private const int Identities = 1_000;
    private static readonly ServerSettings s_empty = new() { Variables = new Dictionary<string, string> { ["GUIDON_Bootstrap__SampleProject"] = "false" } };

    [Fact]
    public async Task A_thousand_identities_get_the_same_flags_from_the_server_that_was_read_and_from_the_one_that_read_it()
    {
        await using var source = await GuidonProcess.StartAsync();
        await using var target = await GuidonProcess.StartAsync(s_empty);
        // Ids on the target must not happen to be those of the source.
        await target.ImportAsync("""{"format":"guidon-project","version":1,"project":{"name":"Other"},"features":[{"name":"a"},{"name":"b"}],"segments":[{"uuid":"7c9c8ee0-0000-4000-8000-000000000001","name":"s","rules":[{"type":"ALL","conditions":[{"operator":"EQUAL","property":"x","value":"y"}]}]}],"environments":[{"name":"e"}]}""");
        await source.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{source.ClientKey}/identities/", """{"identifier":"stored"}""");
        await source.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{source.ClientKey}/identities/1/traits/", """{"trait_key":"plan","trait_value":"pro"}""");

        var (code, output, errors) = await GuidonProcess.RunAsync(
            ["import", source.Address.ToString(), "--format", "flagsmith-api", "--source-key", GuidonProcess.ApiKey, "--server", target.Address.ToString(), "--key", GuidonProcess.ApiKey, "--with-identities"]);

        Assert.True(code == 3, $"{code}: {output}{errors}");
        Assert.Contains("server_keys", output.Replace("api-keys", "server_keys", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var identifier in Enumerable.Range(0, Identities).Select(at => $"identity-{at}").Append("guidon-demo").Append("stored"))
        {
            var path = $"api/v1/identities/?identifier={identifier}";
            var (one, two) = (await source.ExpectAsync(HttpStatusCode.OK, "GET", path, source.ClientKey), await target.ExpectAsync(HttpStatusCode.OK, "GET", path, source.ClientKey));
            Assert.Equal(Flags(one), Flags(two));
        }
    }

    [Fact]
    public async Task A_file_goes_through_the_command_line_with_a_plan_a_report_and_identities()
    {
        await using var source = await GuidonProcess.StartAsync();
        await using var target = await GuidonProcess.StartAsync(s_empty);
        await source.EvaluateAsync("alice");
        var key = new Dictionary<string, string> { ["GUIDON_API_KEY"] = GuidonProcess.ApiKey };
        var file = Path.Combine(source.Folder, "project.json");
        var report = Path.Combine(source.Folder, "report.json");

        var exported = await GuidonProcess.RunAsync(["export", "--server", source.Address.ToString(), "--project", "1", "--with-identities"], variables: key);
        await File.WriteAllTextAsync(file, exported.Output);
        string[] import = ["import", file, "--format", "guidon", "--server", target.Address.ToString(), "--report", report];
        var plan = await GuidonProcess.RunAsync([.. import, "--dry-run"], variables: key);
        var done = await GuidonProcess.RunAsync(import, variables: key);

        Assert.Equal((0, 0, 0), (exported.ExitCode, plan.ExitCode, done.ExitCode));
        Assert.Contains("create  feature banner_text", plan.Output, StringComparison.Ordinal);
        Assert.Contains("identities would follow", plan.Errors, StringComparison.Ordinal);
        Assert.Contains("Everything was carried.", done.Output, StringComparison.Ordinal);
        Assert.Empty(JsonElement.Parse(await File.ReadAllTextAsync(report)).GetProperty("losses").EnumerateArray());
        var again = await GuidonProcess.RunAsync(["export", "--server", target.Address.ToString(), "--project", "1", "--with-identities"], variables: key);
        Assert.Equal(WithoutTime(exported.Output), WithoutTime(again.Output));
    }

    [Fact]
    public async Task A_dump_of_an_organisation_comes_whole_and_its_keys_go_on_working()
    {
        await using var target = await GuidonProcess.StartAsync(s_empty);
        var records = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Transfers", "flagsmith-dump.json")))!.AsArray();
        var dump = new JsonArray([.. records.Where(each => !((string)each!["model"]!).EndsWith("configuration", StringComparison.Ordinal)).Select(each => each!.DeepClone())]);   // nothing is to be sent to a vendor

        var (code, output, errors) = await GuidonProcess.RunAsync(["import", "-", "--format", "flagsmith-dump", "--server", target.Address.ToString(), "--key", GuidonProcess.ApiKey], dump.ToJsonString());

        Assert.True(code is 0 or 3, $"{code}: {output}{errors}");
        var file = await target.ExportAsync(1);
        foreach (var (model, list) in ((string, string)[])[("feature", "features"), ("segment", "segments"), ("tag", "tags"), ("environment", "environments")])
            Assert.Equal((model, dump.Count(each => ((string)each!["model"]!).EndsWith("." + model, StringComparison.Ordinal))), (model, file[list]!.AsArray().Count));
        Assert.Equal(3, file["environments"]![0]!["feature_states"]!.AsArray().Count);   // the older version of the default is none
        const string Stored = "api/v1/environments/ProductionKey123456789/identities/";
        var dana = Assert.Single((await target.ManageAsync(HttpStatusCode.OK, "GET", Stored)).GetProperty("results").EnumerateArray());
        Assert.Equal(1, (await target.ManageAsync(HttpStatusCode.OK, "GET", $"{Stored}{dana.GetProperty("id")}/traits/")).GetProperty("count").GetInt32());
        // Her override switches it off, and the project hides what is off.
        Assert.Empty((await target.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=dana", "ProductionKey123456789")).GetProperty("flags").EnumerateArray());
        Assert.Single((await target.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=erik", "ProductionKey123456789")).GetProperty("flags").EnumerateArray());
        Assert.Equal("Production", (await target.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", "ser.ServerKey0123456789abcd")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("import nothing.json --format guidon", 2, "nothing.json")]
    [InlineData("import - --format csv", 2, "There is no format")]
    [InlineData("import nothing.json --format launchdarkli-api", 2, "There is no format \"launchdarkli-api\": guidon, flagsmith, flagsmith-dump, launchdarkly, unleash, flagsmith-api, launchdarkly-api.")]
    [InlineData("import https://app.launchdarkly.com --format launchdarkly", 2, "--format launchdarkly reads a file, and 'https://app.launchdarkly.com' is an address: it takes flagsmith-api or launchdarkly-api.")]
    [InlineData("import - --format flagsmith", 2, "a list was expected")]
    [InlineData("import - --format guidon", 2, "no project file")]
    public async Task A_wrong_command_line_or_file_is_told_in_one_line(string arguments, int expected, string message)
    {
        var (code, _, errors) = await GuidonProcess.RunAsync([.. arguments.Split(' '), "--server", "http://127.0.0.1:9/", "--key", "k"], "{}");

        Assert.Equal(expected, code);
        Assert.Contains(message, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private const string TwoProjects = """[{"model":"projects.project","pk":1,"fields":{"name":"p"}},{"model":"projects.project","pk":2,"fields":{"name":"q"}},{"model":"users.user","pk":1,"fields":{}}]""";

    [Theory]
    [InlineData("--project 4 --replace", "The file holds 2 projects")]
    [InlineData("--report /nowhere/at/all.json", "/nowhere/at")]
    public async Task What_would_go_wrong_only_afterwards_is_refused_before_anything_is_sent(string options, string message)
    {
        var (code, _, errors) = await GuidonProcess.RunAsync(["import", "-", "--format", "flagsmith-dump", "--server", "http://127.0.0.1:9/", "--key", "k", .. options.Split(' ')], TwoProjects);

        Assert.Equal(2, code);
        Assert.Contains(message, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_lost_before_a_file_was_refused_is_told_and_written()
    {
        var report = Path.GetTempFileName();

        var (code, output, _) = await GuidonProcess.RunAsync(["import", "-", "--format", "flagsmith-dump", "--server", "http://127.0.0.1:9/", "--key", "k", "--report", report], TwoProjects);

        Assert.Equal(1, code);
        Assert.Contains("Not carried: 1", output, StringComparison.Ordinal);
        Assert.Equal("[2].fields", JsonElement.Parse(await File.ReadAllTextAsync(report)).GetProperty("losses")[0].GetProperty("path").GetString());
        File.Delete(report);
    }

    [Fact]
    public async Task A_server_that_wants_to_be_left_alone_for_long_is_told_in_one_line()
    {
        await using var busy = await RecordingReceiver.StartAsync();
        busy.Answer = _ => new Reply(429) { Headers = { ["Retry-After"] = "9000000" } };

        var (code, _, errors) = await GuidonProcess.RunAsync(["import", busy.Address.ToString(), "--format", "flagsmith-api", "--source-key", "k", "--server", "http://127.0.0.1:9/", "--key", "k"]);

        Assert.Equal((2, "guidon import: GET projects/1/: the server wants to be asked again in 9000000 s; import then."), (code, errors.Trim()));
    }

    [Theory]
    [InlineData("flagsmith", """[{"name":"a","value":"\ud800"}]""", "[0].value")]
    [InlineData("flagsmith-dump", """[{"model":"projects.project","pk":1,"fields":{"name":"p"}},{"model":"environments.environment","pk":1,"fields":{"project":1,"name":"e","hide_disabled_flags":"yes"}}]""", "[1].fields.hide_disabled_flags")]
    [InlineData("flagsmith-dump", """[{"model":"projects.project","pk":1,"fields":{"name":"p"}},{"model":"environments.environment","pk":1,"fields":{"project":1,"name":"e"}},{"model":"environments.environmentapikey","pk":1,"fields":{"environment":1,"key":"ser.x","expires_at":"soon"}}]""", "[2].fields.expires_at")]
    public async Task A_field_of_another_kind_is_named_in_one_line(string format, string file, string field)
    {
        var (code, _, errors) = await GuidonProcess.RunAsync(["import", "-", "--format", format, "--server", "http://127.0.0.1:9/", "--key", "k"], file);

        Assert.Equal(2, code);
        Assert.StartsWith($"guidon import: {field}: ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_in_one_line()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var (code, _, errors) = await GuidonProcess.RunAsync(
            ["import", $"http://{silent.LocalEndpoint}", "--format", "flagsmith-api", "--source-key", "k", "--source-seconds", "1", "--server", "http://127.0.0.1:9/", "--key", "k"]);

        Assert.Equal((2, "guidon import: GET projects/1/: there was no answer within 1 s."), (code, errors.Trim()));
    }

    private static string WithoutTime(string json) => ProjectFiles.Comparable(System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject());

    private static string[] Flags(JsonElement json) =>
        [.. json.GetProperty("flags").EnumerateArray().Select(each => $"{each.GetProperty("feature").GetProperty("name")} {each.GetProperty("enabled")} {each.GetProperty("feature_state_value")}").Order(StringComparer.Ordinal)];
}

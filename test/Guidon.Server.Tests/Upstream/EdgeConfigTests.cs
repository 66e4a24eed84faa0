using System.Collections;
using System.Text.Json.Nodes;
using Guidon.Server.Start;
using Guidon.Server.Tests.Processes;
using Guidon.Server.Upstream.Config;
using Microsoft.Extensions.Logging;

namespace Guidon.Server.Tests.Upstream;

/// <summary>The official proxy's configuration is taken as it is.</summary>
public sealed class EdgeConfigTests
{
    private const string Pairs = """[{"server_side_key":"ser.a","client_side_key":"a"},{"server_side_key":" ser.b ","client_side_key":" b "}]""";

    // Every key that the proxy documents, in both of its spellings where there are two.
    private const string Whole =
        $$$"""
        {"environment_key_pairs":{{{Pairs}}},"api_url":"https://flagsmith.example.com/api/v1/","api_poll_frequency":30,"api_poll_timeout":2,
         "endpoint_caches":{"flags":{"use_cache":false},"identities":{"use_cache":true,"cache_max_size":1000}},"allow_origins":["https://app.example.com"],
         "logging":{"log_level":"DEBUG","log_format":"json","log_event_field_name":"event","enable_access_log":true,"colors":false,"override":{}},
         "server":{"host":"127.0.0.1","port":9000,"reload":false},"health_check":{"environment_update_grace_period_seconds":60},"new_in_the_proxy":1}
        """;

    [Fact]
    public void All_documented_keys_are_read_and_those_without_effect_are_noted()
    {
        var config = EdgeConfigReader.Read(Parsed(Whole));
        Assert.Equal([new KeyPair("a", "ser.a"), new KeyPair("b", "ser.b")], config.KeyPairs);
        Assert.Equal("https://flagsmith.example.com/api/v1/", config.ApiUrl.ToString());
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1)), (config.PollEvery, config.Timeout, config.Grace));
        Assert.Equal((LogLevel.Debug, true, "http://127.0.0.1:9000"), (config.LogLevel, config.JsonLog, config.ListenUrl));
        Assert.Equal(["https://app.example.com"], config.AllowOrigins);
        Assert.Equal("https://flagsmith.example.com/", config.RealtimeUrl?.ToString());
        foreach (var name in (string[])["endpoint_caches", "logging.enable_access_log", "logging.log_event_field_name", "logging.colors", "logging.override", "server.reload", "new_in_the_proxy"])
            Assert.Single(config.Notes, note => note.StartsWith(name + " ", StringComparison.Ordinal));
        Assert.Equal(7, config.Notes.Count);
    }

    [Fact]
    public void What_is_not_written_is_as_in_the_proxy()
    {
        var config = EdgeConfigReader.Read(Parsed($$"""{"environment_key_pairs":{{Pairs}}}"""));
        Assert.Equal("https://edge.api.flagsmith.com/api/v1/", config.ApiUrl.ToString());
        Assert.Equal("https://realtime.flagsmith.com/", config.RealtimeUrl?.ToString());
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)), (config.PollEvery, config.Timeout, config.Grace));
        Assert.Equal((LogLevel.Information, false, "http://0.0.0.0:8000"), (config.LogLevel, config.JsonLog, config.ListenUrl));
        Assert.Equal(["*"], config.AllowOrigins);
        Assert.Empty(config.Notes);
    }

    [Fact]
    public void Null_grace_means_never_stale_and_an_empty_realtime_address_means_none()
    {
        var config = EdgeConfigReader.Read(Parsed($$"""{"environment_key_pairs":{{Pairs}},"health_check":{"environment_update_grace_period_seconds":null},"realtime_url":""}"""));
        Assert.Null(config.Grace);
        Assert.Null(config.RealtimeUrl);
    }

    [Fact]
    public void Variables_win_key_by_key_in_any_case_and_in_both_spellings()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("guidon-config-").FullName, "config.json");
        File.WriteAllText(file, Whole);
        var merged = ConfigSource.Read(file, new Hashtable
        {
            ["API_POLL_FREQUENCY_SECONDS"] = "7",
            ["api_url"] = "https://other.example.com/api/v1",
            ["Logging"] = """{"log_level":"ERROR"}""",
            ["ENVIRONMENT_KEY_PAIRS"] = """[{"server_side_key":"ser.c","client_side_key":"c"}]""",
            ["PATH"] = "untouched",
        });
        var config = EdgeConfigReader.Read(merged);
        Assert.Equal([new KeyPair("c", "ser.c")], config.KeyPairs);
        Assert.Equal("https://other.example.com/api/v1/", config.ApiUrl.ToString());
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2)), (config.PollEvery, config.Timeout));
        Assert.Equal((LogLevel.Error, true), (config.LogLevel, config.JsonLog));
    }

    [Fact]
    public void Variables_alone_are_enough() =>
        Assert.Equal(2, EdgeConfigReader.Read(ConfigSource.Read(null, new Hashtable { ["ENVIRONMENT_KEY_PAIRS"] = Pairs })).KeyPairs.Count);

    [Theory]
    [InlineData("{}", "environment_key_pairs")]
    [InlineData("""{"environment_key_pairs":[]}""", "environment_key_pairs")]
    [InlineData("""{"environment_key_pairs":[{"server_side_key":"secret-x","client_side_key":""}]}""", "environment_key_pairs[0].server_side_key", "environment_key_pairs[0].client_side_key")]
    [InlineData("""{"environment_key_pairs":[{"server_side_key":"ser.a","client_side_key":"a"},{"server_side_key":"ser.b","client_side_key":"a"}]}""", "environment_key_pairs[1]")]
    [InlineData("""{"api_url":"ftp://x","api_poll_frequency":0,"api_poll_timeout":"soon"}""", "api_url", "api_poll_frequency_seconds", "api_poll_timeout_seconds")]
    [InlineData("""{"server":{"host":"localhost","port":70000},"logging":{"log_level":"LOUD","log_format":"xml"}}""", "server.host", "server.port", "logging.log_level", "logging.log_format")]
    [InlineData("""{"health_check":3,"allow_origins":{},"destinations":[{"settings":[]}]}""", "health_check", "allow_origins", "destinations[0].integration", "destinations[0].settings")]
    public void Bad_values_are_all_named_at_once(string json, params string[] named)
    {
        var error = Assert.Throws<StartFailedException>(() => EdgeConfigReader.Read(Parsed(json)));
        foreach (var name in named) Assert.Contains(name, error.Message);
        Assert.DoesNotContain("secret-x", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"api_poll_frequency":-1}""", "api_poll_frequency_seconds")]
    public async Task A_start_that_cannot_go_on_is_one_line_and_exit_code_1(string json, string named)
    {
        var folder = Directory.CreateTempSubdirectory("guidon-config-").FullName;
        var path = Path.Combine(folder, "config.json");
        await File.WriteAllTextAsync(path, json);
        var (exitCode, output, errors) = await GuidonProcess.RunAsync(["edge", "--data", Path.Combine(folder, "data")], variables: new Dictionary<string, string> { ["CONFIG_PATH"] = path });
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Single(errors.Trim().Split('\n'));
        Assert.Contains(named, errors);
        Assert.False(Directory.Exists(Path.Combine(folder, "data")));
    }

    [Fact]
    public async Task A_file_that_is_asked_for_and_not_there_is_named()
    {
        var (exitCode, _, errors) = await GuidonProcess.RunAsync(["edge", "--config", "no-such-file.json"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("no-such-file.json", errors);
    }

    private static JsonObject Parsed(string json) => ConfigSource.Read(Written(json), new Hashtable());

    private static string Written(string json)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("guidon-config-").FullName, "config.json");
        File.WriteAllText(file, json);
        return file;
    }
}

using System.Net;
using System.Net.Sockets;
using Guidon.Receivers;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests;

/// <summary>The first start, the second start, and the starts that cannot go on.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task The_first_start_prints_keys_and_a_curl_line_that_works()
    {
        await using var server = await GuidonProcess.StartAsync();
        var line = server.Output.Split('\n').Single(text => text.Contains("curl ", StringComparison.Ordinal)).Trim();
        var (exitCode, output) = await ShellAsync(line);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("[{\"feature\":", output);
        Assert.StartsWith("ser.", server.ServerKey);
        Assert.DoesNotContain(GuidonProcess.ApiKey, server.Output);
        Assert.DoesNotContain("correct horse battery", server.Output);
    }

    [Fact]
    public async Task Secrets_that_were_not_preset_are_printed_once_and_work()
    {
        var nothing = new ServerSettings { OnlyTheseVariables = true };
        await using var server = await GuidonProcess.StartAsync(nothing);
        var apiKey = server.Output.Split('\n').Single(line => line.Contains("API key:", StringComparison.Ordinal)).Split(' ').Last(word => word.Length > 10).Trim();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/guidon/v1/destinations");
        request.Headers.TryAddWithoutValidation("Authorization", $"Api-Key {apiKey}");
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("password:", server.Output);
        var dashboard = server.Output.Split('\n').Single(line => line.Contains("dashboard:", StringComparison.Ordinal)).Split(' ')[^1].Trim();
        Assert.StartsWith("<!DOCTYPE html>", await server.Http.GetStringAsync(dashboard), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_second_start_changes_nothing()
    {
        await using var first = await GuidonProcess.StartAsync();
        var before = await first.Http.SendAsync(first.Request(HttpMethod.Get, "api/v1/environment-document/", first.ServerKey));
        var document = await before.Content.ReadAsStringAsync();
        Assert.Equal(0, await first.StopAsync());

        await using var second = await GuidonProcess.StartAsync(ServerSettings.Again(first));
        var after = await second.Http.SendAsync(second.Request(HttpMethod.Get, "api/v1/environment-document/", first.ServerKey));
        Assert.Equal(document, await after.Content.ReadAsStringAsync());
        Assert.DoesNotContain("side key:", second.Output);
        using var management = await second.Management.GetAsync("api/guidon/v1/destinations");
        Assert.Equal(HttpStatusCode.OK, management.StatusCode);
    }

    [Fact]
    public async Task Without_the_sample_project_there_is_still_an_administrator_and_a_key()
    {
        var variables = new Dictionary<string, string> { ["GUIDON_Bootstrap__SampleProject"] = "false" };
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = variables });
        Assert.Equal("", server.ClientKey);
        using var answer = await server.Management.GetAsync("api/guidon/v1/destinations");
        Assert.Equal("""{"results":[]}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_nothing_is_created()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await FailsAsync(["--urls", $"http://127.0.0.1:{port}"], $"Port {port} is in use");
    }

    [Theory]
    [InlineData("--dta", "x", "--dta")]
    [InlineData("--Delivery:AllowedNetwork:0", "127.0.0.0/8", "--Delivery:AllowedNetwork:0")]
    [InlineData("--Delivery:RequestTimeoutSeconds", "0", "RequestTimeoutSeconds")]
    [InlineData("--Delivery:RequestTimeoutSeconds", "soon", "RequestTimeoutSeconds")]
    [InlineData("--Delivery:AllowedNetworks:0", "everything", "AllowedNetworks")]
    [InlineData("--urls", "nonsense", "--urls")]
    public async Task An_option_that_nobody_knows_or_understands_is_one_line_that_names_it(string option, string value, string named) =>
        await FailsAsync([option, value], named);

    [Fact]
    public async Task An_option_without_its_value_is_told_so_only_when_it_is_an_option()
    {
        await FailsAsync(["--dta"], "--dta is not an option");
        await FailsAsync(["--data"], "--data");
        await FailsAsync(["--urls", "http://127.0.0.1:1", "--data"], "--data");
    }

    [Fact]
    public async Task A_variable_that_nobody_knows_is_one_line_that_names_it() =>
        await FailsAsync([], "GUIDON_Delivry__AllowedNetworks__0", new() { ["GUIDON_Delivry__AllowedNetworks__0"] = "127.0.0.0/8" });

    [Theory]
    [InlineData("GUIDON_Bootstrap__AdminEmail", "nobody", "AdminEmail")]
    [InlineData("GUIDON_Bootstrap__AdminPassword", "short", "AdminPassword")]
    [InlineData("GUIDON_Bootstrap__ApiKey", "short", "ApiKey")]
    [InlineData("GUIDON_Bootstrap__SampleProject", "perhaps", "SampleProject")]
    public async Task A_bad_preset_is_one_line_that_names_it(string variable, string value, string named) =>
        await FailsAsync([], named, new() { [variable] = value });

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_one_line_that_names_it()
    {
        var file = Path.GetTempFileName();
        await FailsAsync(["--data", file], file);
        await FailsAsync(["--data", "/proc/guidon-data"], "/proc/guidon-data");
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_one_line_and_is_not_touched()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.StopAsync();
        var database = Path.Combine(server.Folder, "guidon.db");
        await using (var connection = new SqliteConnection($"Data Source={database};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE schema_version SET version = 9999 WHERE version = (SELECT max(version) FROM schema_version)";
            await command.ExecuteNonQueryAsync();
        }

        var before = await File.ReadAllBytesAsync(database);
        await FailsAsync(["--data", server.Folder], "9999");
        Assert.Equal(before, await File.ReadAllBytesAsync(database));
    }

    [Fact]
    public async Task A_lost_installation_key_is_one_line_and_no_new_one_is_made()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.StopAsync();
        var key = Path.Combine(server.Folder, "installation.key");
        File.Delete(key);
        await FailsAsync(["--data", server.Folder], "installation.key");
        Assert.False(File.Exists(key));
    }

    /// <summary>Exactly one line on one of the two outputs, exit code 1, and no data folder unless the test made one.</summary>
    private static async Task FailsAsync(string[] arguments, string named, Dictionary<string, string>? variables = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"guidon-never-{Guid.NewGuid():N}");
        string[] data = arguments.Contains("--data") ? [] : ["--data", folder];
        string[] urls = arguments.Contains("--urls") ? [] : ["--urls", $"http://127.0.0.1:{FreePort.Next()}"];
        var (exitCode, output, errors) = await GuidonProcess.RunAsync([.. arguments, .. data, .. urls], variables: variables);
        var lines = (output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.True(lines.Length == 1, string.Join('\n', lines));
        Assert.Contains(named, lines[0]);
        Assert.Equal(1, exitCode);
        Assert.False(Directory.Exists(folder), "the data folder was created");
    }

    private static async Task<(int ExitCode, string Output)> ShellAsync(string command)
    {
        using var shell = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("bash", ["-c", command + " -s"]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("bash did not start");
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, output);
    }
}

using System.Net;
using System.Net.Sockets;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>Whatever is wrong with files, disks and other programs is one line and an exit code, and never a stack trace.</summary>
public sealed class CommandLineTests
{
    private static readonly Dictionary<string, string> s_key = new() { ["GUIDON_API_KEY"] = "a-master-key" };

    [Theory]
    [InlineData("backup|", 1, "must not be empty")]
    [InlineData("restore|", 1, "must not be empty")]
    [InlineData("doctor|--data|", 2, "There is no database")]
    [InlineData("doctor|--data|FOLDER|--replay-last|5", 2, "cannot be read")]
    [InlineData("evaluate|/proc/self/mem", 2, "guidon evaluate: ")]
    public async Task What_cannot_be_read_is_said_in_one_line(string arguments, int expected, string message)
    {
        var folder = Directory.CreateTempSubdirectory("guidon-line-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "guidon.db"), "this is no database, and long enough to be looked at as one would be");

        var (code, _, errors) = await GuidonProcess.RunAsync(arguments.Replace("FOLDER", folder.FullName, StringComparison.Ordinal).Split('|'));

        Assert.Equal(expected, code);
        Assert.Contains(message, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("doctor|--url|URL", 2)]
    [InlineData("doctor|--verify-audit|--url|URL", 2)]
    [InlineData("export|--project|1|--server|URL", 1)]
    public async Task A_page_for_people_is_no_answer_of_Guidon(string arguments, int expected)
    {
        await using var website = await RecordingReceiver.StartAsync();
        website.Answer = _ => new Reply(200, "<html>hello</html>") { Headers = { ["Content-Type"] = "text/html" } };

        var (code, _, errors) = await GuidonProcess.RunAsync(arguments.Replace("URL", website.Address.ToString(), StringComparison.Ordinal).Split('|'), variables: s_key);

        Assert.Equal(expected, code);
        Assert.Contains("is no Guidon: it answers with text/html", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_without_a_name_is_the_usual_one()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        // The port is looked at before the folder is touched, and after its name was read.
        var (code, _, errors) = await GuidonProcess.RunAsync(["serve", "--data", "", "--urls", $"http://{taken.LocalEndpoint}"]);

        Assert.Equal(1, code);
        Assert.Contains("port", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.OrdinalIgnoreCase);
    }
}

using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>A runbook that leads nowhere costs its reader the minutes that the alert won.</summary>
public sealed class OperatorPagesTests
{
    [Fact]
    [Trait("Row", "M10")]
    public async Task Every_request_of_a_runbook_has_a_route()
    {
        var routes = (await MappedRoutes.TablesAsync()).SelectMany(each => each.Methods.Select(method => (Method: method, each.Path))).ToList();
        var requests = OperatorPages.Requests().ToList();

        Assert.True(requests.Count > 8, string.Join(", ", requests));
        Assert.All(requests, request => Assert.Contains(routes, route => route.Method == request.Method && IsThere(request.Path, route.Path)));
    }

    [Fact]
    [Trait("Row", "M10")]
    public async Task Every_command_of_a_runbook_has_a_verb_with_these_options()
    {
        var commands = OperatorPages.Commands().ToList();

        Assert.True(commands.Count > 2, string.Join(", ", commands.Select(command => string.Join(' ', command.Words))));
        foreach (var same in commands.GroupBy(command => string.Join(' ', command.Words)))
        {
            var (exit, help, errors) = await GuidonProcess.RunAsync([.. same.Key.Split(' '), "--help"]);
            Assert.True(exit == 0, $"guidon {same.Key}: {errors}");
            Assert.Contains($"{same.Key} ", help, StringComparison.Ordinal);
            Assert.All(same.SelectMany(command => command.Options), option => Assert.Contains(option, help, StringComparison.Ordinal));
        }
    }

    // Capitals stand for what the reader puts there, and … for the beginning of a path.
    private static bool IsThere(string written, string route)
    {
        var (asked, there) = (Parts(written.TrimStart('…')), Parts(route));
        if (written.StartsWith('…')) there = there[^Math.Min(asked.Length, there.Length)..];
        return asked.Length == there.Length && asked.Zip(there).All(pair => pair.Second.StartsWith('{') || pair.First == pair.Second || pair.First.All(char.IsUpper));
    }

    private static string[] Parts(string path) => path.Trim('/').Split('/');
}

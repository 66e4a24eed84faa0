using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Management.Mutations;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>
/// Every route that changes something leaves an audit record. The routes are asked of the server: a new one that stands in no step of
/// <c>Mutations</c> fails here until somebody wrote what it changes.
/// </summary>
public class MutationAuditTests
{
    // They change nothing that lasts; what is written beside an answer is asked for by ResetTests.
    private static readonly string[] s_without = ["/test/", "/resend/", "/segment-preview", "/reset_password/"];

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    [Fact]
    public async Task Every_route_that_changes_something_leaves_a_record()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = ManagedThings.Answer;
        await using var server = await PreparedInstallation.StartWithNeighbourAsync(New());
        var steps = new MutationSteps(server, await ManagedThings.PrepareAsync(server, receiver.Address));
        foreach (var identity in (string[])["alice", "bob", "carol", "dave"]) await server.EvaluateAsync(identity);
        await Eventually.TrueAsync("all are parked", async () => await server.LedgerAsync("webhook", "parked") == 4);

        foreach (var pattern in await MappedRoutes.OfManagementAsync()) await steps.ReadAsync(pattern);
        await steps.DoDeliveriesAsync();
        await steps.DoDestinationsAsync(receiver.Address);
        await steps.DoVersionsAsync();
        await steps.DoUpkeepAsync();
        await steps.DoFlagsAsync();
        await steps.DoSegmentsAsync();
        await steps.DoIdentitiesAsync();
        await steps.DoProjectsAsync();
        await steps.DoTransfersAsync();
        await steps.DoOrganisationAsync();
        await steps.DoApplicationsAsync();
        await steps.DoPeopleAsync();
        await steps.DoGrantsAsync();

        var expected = new List<string>();
        foreach (var pattern in (await MappedRoutes.OfManagementAsync()).Where(pattern => !Array.Exists(s_without, part => pattern.EndsWith(part, StringComparison.Ordinal))))
            expected.AddRange((await server.MethodsAsync(steps.Things.Fill(pattern))).Except(["GET", "HEAD"]).Select(method => $"{method} {pattern}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), steps.Done.Order(StringComparer.Ordinal));
        // What is several things at once, or of several people and organisations, is listed.
        var several = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Management", "several-records.txt"));
        Assert.True(several.SequenceEqual(steps.Odd), $"several-records.txt says otherwise:\n{string.Join('\n', steps.Odd.Except(several))}\ninstead of\n{string.Join('\n', several.Except(steps.Odd))}");
        Assert.Equal("[]", (await server.AskAsync(HttpStatusCode.OK, ManagedThings.Admin, "GET", "api/guidon/v1/audit/verification")).GetRawText());
        Assert.Empty(await server.FindingsAsync());   // whatever was changed, documents say it too
    }
}

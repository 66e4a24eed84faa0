using Guidon.Delivery.Replays;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Grafana;
using Guidon.Receivers.Slack;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>An attempt that ends without an answer, at receivers that recognise nothing and can be asked.</summary>
public sealed class DoubtTests
{
    public static TheoryData<string> Askable => ["grafana", "slack"];

    [Theory]
    [MemberData(nameof(Askable))]
    public async Task What_the_receiver_has_is_not_sent_again(string vendor)
    {
        await using var opened = await OpenAsync(vendor);
        opened.Receiver.Script(new FaultStep { Mode = FaultMode.CutAfter });
        await opened.AppendAsync("user-a");
        opened.Bench.Start();

        Assert.Equal(1, (await opened.DrainAsync()).Delivered);

        Assert.Single(opened.Receiver.Rows);
        Assert.Equal(["POST", "GET"], opened.Receiver.Requests.Select(request => request.Method));
    }

    [Theory]
    [MemberData(nameof(Askable))]
    public async Task What_it_does_not_have_is_sent_again(string vendor)
    {
        await using var opened = await OpenAsync(vendor);
        opened.Receiver.Script(new FaultStep { Mode = FaultMode.CutBefore });
        await opened.AppendAsync("user-a");
        opened.Bench.Start();

        Assert.Equal(1, (await opened.DrainAsync()).Delivered);

        Assert.Single(opened.Receiver.Rows);
        Assert.Equal(["POST", "GET", "POST", "GET"], opened.Receiver.Requests.Select(request => request.Method));   // the last one counts back
    }

    [Theory]
    [MemberData(nameof(Askable))]
    public async Task While_it_cannot_answer_nothing_is_sent(string vendor)
    {
        await using var opened = await OpenAsync(vendor);
        opened.Receiver.Script(new FaultStep { Mode = FaultMode.CutAfter }, FaultStep.Of(503, times: 3));
        await opened.AppendAsync("user-a");
        opened.Bench.Start();

        Assert.Equal(1, (await opened.DrainAsync()).Delivered);

        Assert.Single(opened.Receiver.Rows);
        Assert.Equal(["POST", "GET", "GET", "GET", "GET"], opened.Receiver.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task What_a_replay_left_in_doubt_is_asked_about_after_a_restart_before_it_is_sent()
    {
        await using var opened = await OpenAsync("grafana");
        await opened.AppendAsync("user-a");
        var replays = await opened.StartWithReplaysAsync();
        await opened.DrainAsync();
        opened.Receiver.Script(new FaultStep { Mode = FaultMode.CutAfter });
        var before = opened.Receiver.Requests.Count;
        var request = new ReplayRequest { DestinationId = opened.Destination, Mode = ReplayMode.RemapAll, Filter = new ReplayFilter() };
        var id = (await replays.CreateAsync(request, "test", default))!.Value.Replay.Id;
        await opened.Bench.DriveAsync("it was asked", () => Task.FromResult(opened.Receiver.Requests.Skip(before).Any(asked => asked.Method == "GET")));
        await opened.Bench.Service.DisposeAsync();
        await replays.DisposeAsync();
        var restart = opened.Receiver.Requests.Count;

        await using var again = await opened.StartWithReplaysAsync();
        await opened.Bench.DriveAsync("the replay is done", async () => (await again.FindAsync(id, default))?.State == ReplayState.Done);

        Assert.All(opened.Receiver.Requests.Skip(restart), asked => Assert.Equal("GET", asked.Method));
        Assert.Equal(1, (await again.FindAsync(id, default))!.PossibleDuplicates);
    }

    [Fact]
    public async Task Of_several_changes_in_one_message_those_that_it_lacks_follow()
    {
        await using var opened = await OpenAsync("slack");
        opened.Receiver.Script(new FaultStep { Mode = FaultMode.CutAfter }, FaultStep.Of(503));
        await opened.AppendAsync("user-a", "user-b");
        opened.Bench.Start();
        await opened.Bench.DriveAsync("it was asked", () => Task.FromResult(opened.Receiver.Requests.Any(request => request.Method == "GET")));
        await opened.AppendAsync("user-c");

        Assert.Equal(3, (await opened.DrainAsync()).Delivered);

        Assert.Equal(["user-a", "user-b", "user-c"], opened.Read().Select(told => told.Name));
        Assert.Equal(3, opened.Receiver.Rows.Count);
    }

    [Theory]
    [InlineData("prefer_duplicate")]
    [InlineData("prefer_gap")]
    public async Task A_token_that_may_not_read_leaves_the_choice_to_the_owner(string choice)
    {
        await using var opened = await VendorBench.OpenAsync("slack", ("ambiguous_attempts", choice));
        opened.Receiver.Script(new FaultStep { Mode = FaultMode.CutAfter });
        await opened.AppendAsync("user-a");
        opened.Bench.Start();
        if (choice == "prefer_gap")
        {
            await opened.Bench.DriveAsync("it is held", async () => (await opened.Bench.StatusAsync(opened.Destination)).Destination.HeldReason == "verify_refused: http 200");
            ((StrictSlack)opened.Receiver).Readers.Add(VendorBench.Key);
        }

        Assert.Equal(1, (await opened.DrainAsync()).Delivered);

        Assert.Equal(choice == "prefer_gap" ? 1 : 2, opened.Receiver.Rows.Count);
    }

    [Theory]
    [MemberData(nameof(Askable))]
    public async Task A_process_that_starts_again_asks_about_what_the_last_one_left_in_doubt(string vendor)
    {
        await using var opened = await OpenAsync(vendor, ("ambiguous_attempts", "prefer_gap"));
        opened.Receiver.Script(new FaultStep { Mode = FaultMode.CutAfter });
        await opened.AppendAsync("user-a");
        opened.Bench.Start();
        await opened.Bench.DriveAsync("it was sent", () => Task.FromResult(opened.Receiver.Requests.Count == 1));
        await Eventually.TrueAsync("the attempt has ended", () => opened.Bench.Service.InFlight == 0);

        await opened.Bench.RestartAsync();

        Assert.Equal(1, (await opened.DrainAsync()).Delivered);
        Assert.Single(opened.Receiver.Rows);
        Assert.Equal("GET", opened.Receiver.Requests[1].Method);
    }

    [Theory]
    [MemberData(nameof(Askable))]
    public async Task A_stop_during_the_counting_back_sends_nothing_again(string vendor)
    {
        await using var opened = await OpenAsync(vendor);
        opened.Receiver.Script(new FaultStep { Mode = FaultMode.Delay }, new FaultStep { Mode = FaultMode.Hang });
        await opened.AppendAsync("user-a");
        opened.Bench.Start();
        await opened.Bench.DriveAsync("it is asked about", () => Task.FromResult(opened.Receiver.Requests.Count == 2));

        await opened.Bench.RestartAsync();

        Assert.Equal(1, (await opened.DrainAsync()).Delivered);
        Assert.Single(opened.Receiver.Rows);
        Assert.Equal(["POST", "GET"], opened.Receiver.Requests.Select(request => request.Method));
    }

    private static async Task<VendorBench> OpenAsync(string vendor, params (string Name, string Text)[] settings)
    {
        var opened = await VendorBench.OpenAsync(vendor, settings);
        if (opened.Receiver is StrictSlack slack) slack.Readers.Add(VendorBench.Key);
        Assert.True(opened.Receiver is StrictSlack or StrictGrafana);
        return opened;
    }
}

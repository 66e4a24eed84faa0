using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Tests;

public sealed class AlertBookTests
{
    private static readonly DestinationReading s_new = Some.Reading(new DestinationSeries(1)) with { SeenSince = Some.Start.AddYears(1) };   // never missed
    private static readonly Scene s_bad = Some.Scene(Some.Start, s_new with { Residual = 1 });
    private static readonly Scene s_good = Some.Scene(Some.Start, s_new);
    private static readonly Scene s_unknown = Some.Scene(Some.Start, s_new with { IsKnown = false }) with { Node = new NodeReading { IsKnown = false } };

    [Fact]
    public void A_condition_is_pending_then_firing_then_resolved_and_told_at_both_ends()
    {
        var book = Book();

        Assert.Equal("pending", Assert.Single(Steps(book, s_bad, 0)).What);
        Assert.Empty(Steps(book, s_bad, 15));
        var fired = Assert.Single(Steps(book, s_bad, 30));
        Assert.Equal(("firing", true), (fired.What, fired.IsTold));
        Assert.Empty(Steps(book, s_good, 45));   // it may come back within two minutes
        Assert.Empty(Steps(book, s_bad, 60));
        Assert.Empty(Steps(book, s_good, 170));
        var resolved = Assert.Single(Steps(book, s_good, 180));
        Assert.Equal(("resolved", true, AlertState.Resolved), (resolved.What, resolved.IsTold, resolved.Alert.State));
        Assert.Empty(book.Open);
    }

    [Fact]
    public void What_passes_before_it_fires_is_dropped_and_nobody_is_told()
    {
        var book = Book();
        Steps(book, s_bad, 0);

        var dropped = Assert.Single(Steps(book, s_good, 15));

        Assert.Equal(("dropped", false), (dropped.What, dropped.IsTold));
    }

    [Fact]
    public void A_silenced_alert_tells_nobody_until_the_silence_ends()
    {
        var book = Book();
        var fired = Fire(book);
        Assert.NotNull(book.Silence(fired.Id, Some.Start.AddSeconds(100), "ann", Some.Start.AddSeconds(40)));

        Assert.Empty(Steps(book, s_bad, 60));
        var ended = Assert.Single(Steps(book, s_bad, 100));
        Assert.Equal(("unsilenced", true), (ended.What, ended.IsTold));

        book.Silence(fired.Id, Some.Start.AddSeconds(10_000), "ann", Some.Start.AddSeconds(110));
        Assert.False(Assert.Single(Steps(book, s_good, 300)).IsTold);
    }

    [Fact]
    public void Who_took_an_alert_on_is_kept_and_an_alert_that_is_not_open_cannot_be_taken()
    {
        var book = Book();
        var fired = Fire(book);

        var taken = book.Acknowledge(fired.Id, "ann", Some.Start.AddSeconds(50));

        Assert.Equal(("ann", "acknowledged"), (taken!.Alert.AcknowledgedBy, taken.What));
        Assert.Equal("ann", Assert.Single(book.Open).AcknowledgedBy);
        Assert.Null(book.Acknowledge(999, "ann", Some.Start));
    }

    [Fact]
    public void What_was_open_before_a_restart_goes_on_and_is_not_told_again()
    {
        var open = Fire(Book());
        var book = Book(open);

        Assert.Empty(Steps(book, s_bad, 45));
        Assert.Equal("resolved", Assert.Single(Steps(book, s_good, 250)).What);
    }

    [Fact]
    public void What_an_earlier_process_saw_is_not_over_before_this_one_looked_where_it_would_see_it()
    {
        var silenced = Fire(Book()) with { SilencedUntil = Some.Start.AddDays(1), AcknowledgedBy = "ann" };
        var book = Book(silenced);

        Assert.Empty(Steps(book, s_unknown, 55));
        Assert.Empty(Steps(book, s_unknown, 4_000));
        Assert.Equal(("ann", AlertState.Firing), (Assert.Single(book.Open).AcknowledgedBy, book.Open.Single().State));
        Assert.Equal("resolved", Assert.Single(Steps(book, s_good, 4_015)).What);
    }

    [Fact]
    public void The_time_that_nobody_looked_is_no_time_without_the_condition()
    {
        var book = Book(Fire(Book()) with { SeenAt = Some.Start.AddDays(-3) });

        Assert.Empty(Steps(book, s_good, 45));
        Assert.Equal("resolved", Assert.Single(Steps(book, s_good, 40 + 120)).What);
    }

    [Fact]
    public void What_is_about_the_node_or_an_integration_waits_for_what_is_known_of_them()
    {
        var node = Fire(Book()) with { Id = 6, Rule = "CaptureGap", DestinationId = 0, Integration = "" };
        var integration = node with { Id = 7, Rule = "IntegrationFailing", Integration = "mixpanel" };
        var gone = node with { Id = 8, Rule = "QueueOld", DestinationId = 99, Integration = "heap" };
        var book = Book(node, integration, gone);

        Assert.Equal("QueueOld", Assert.Single(Steps(book, s_unknown, 300)).Alert.Rule);
        Assert.Equal("IntegrationFailing", Assert.Single(Steps(book, s_good with { Node = s_unknown.Node }, 315)).Alert.Rule);
        Assert.Equal("CaptureGap", Assert.Single(Steps(book, s_good, 330)).Alert.Rule);
    }

    [Fact]
    public void A_wall_clock_that_is_set_delays_no_page_and_ends_no_alert()
    {
        var book = Book();
        Steps(book, s_bad, 0);

        var fired = Assert.Single(book.Apply(s_bad with { Now = Some.Start.AddHours(-1), Steady = TimeSpan.FromSeconds(30) }));
        Assert.Equal(("firing", Some.Start.AddHours(-1)), (fired.What, fired.At));
        Assert.Empty(book.Apply(s_good with { Now = Some.Start.AddHours(5), Steady = TimeSpan.FromSeconds(45) }));
        Assert.Equal("resolved", Assert.Single(book.Apply(s_good with { Now = Some.Start.AddHours(-2), Steady = TimeSpan.FromSeconds(150) })).What);
    }

    [Fact]
    public void A_rule_that_throws_is_an_alert_itself_and_stops_no_other()
    {
        var broken = RuleCatalog.Find("QueueOld")! with { Evaluate = _ => throw new InvalidOperationException("bug") };
        var book = new AlertBook([broken, RuleCatalog.Find("EventsWaitForPerson")!], [], Some.Start, TimeSpan.Zero);
        var scene = Some.Scene(Some.Start, Some.Reading(new DestinationSeries(1)) with { Parked = 1 });

        var rules = book.Apply(scene).Select(step => step.Alert.Rule);

        Assert.Equal(["QueueOld", "EventsWaitForPerson"], rules);
    }

    private static Alert Fire(AlertBook book)
    {
        Steps(book, s_bad, 0);
        var fired = Steps(book, s_bad, 30)[0].Alert with { Id = 5 };
        book.Stored([fired]);
        return fired;
    }

    // What an earlier process saw; this one began 40 seconds after the start.
    private static AlertBook Book(params Alert[] open) => new(RuleCatalog.All, open, Some.Start.AddSeconds(40), TimeSpan.FromSeconds(40));

    private static IReadOnlyList<AlertStep> Steps(AlertBook book, Scene scene, int second) =>
        book.Apply(scene with { Now = Some.Start.AddSeconds(second), Steady = TimeSpan.FromSeconds(second) });
}

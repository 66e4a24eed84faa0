using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Tests;

public sealed class AlertBookTests
{
    private static readonly Scene s_bad = Some.Scene(Some.Start, Some.Reading(new DestinationSeries(1)) with { Residual = 1 });
    private static readonly Scene s_good = Some.Scene(Some.Start, Some.Reading(new DestinationSeries(1)));

    [Fact]
    public void A_condition_is_pending_then_firing_then_resolved_and_told_at_both_ends()
    {
        var book = new AlertBook(RuleCatalog.All, []);

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
        var book = new AlertBook(RuleCatalog.All, []);
        Steps(book, s_bad, 0);

        var dropped = Assert.Single(Steps(book, s_good, 15));

        Assert.Equal(("dropped", false), (dropped.What, dropped.IsTold));
    }

    [Fact]
    public void A_silenced_alert_tells_nobody_until_the_silence_ends()
    {
        var book = new AlertBook(RuleCatalog.All, []);
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
        var book = new AlertBook(RuleCatalog.All, []);
        var fired = Fire(book);

        var taken = book.Acknowledge(fired.Id, "ann", Some.Start.AddSeconds(50));

        Assert.Equal(("ann", "acknowledged"), (taken!.Alert.AcknowledgedBy, taken.What));
        Assert.Equal("ann", Assert.Single(book.Open).AcknowledgedBy);
        Assert.Null(book.Acknowledge(999, "ann", Some.Start));
    }

    [Fact]
    public void What_was_open_before_a_restart_goes_on_and_is_not_told_again()
    {
        var open = Fire(new AlertBook(RuleCatalog.All, []));
        var book = new AlertBook(RuleCatalog.All, [open]);

        Assert.Empty(Steps(book, s_bad, 45));
        Assert.Equal("resolved", Assert.Single(Steps(book, s_good, 250)).What);
    }

    [Fact]
    public void A_rule_that_throws_is_an_alert_itself_and_stops_no_other()
    {
        var broken = RuleCatalog.Find("QueueOld")! with { Evaluate = _ => throw new InvalidOperationException("bug") };
        var book = new AlertBook([broken, RuleCatalog.Find("EventsWaitForPerson")!], []);
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

    private static IReadOnlyList<AlertStep> Steps(AlertBook book, Scene scene, int second) => book.Apply(scene with { Now = Some.Start.AddSeconds(second) });
}

using System.Text;
using Guidon.Server.Realtime;

namespace Guidon.Server.Tests.Realtime;

public sealed class RealtimeNewsTests
{
    private readonly RealtimeNews _news = new();

    [Fact]
    public void Who_was_busy_finds_only_the_newest()
    {
        Announce(0);
        var told = _news.Latest(1);
        Announce(1);
        Announce(2);
        Assert.True(told.Newer.Task.IsCompleted);
        Assert.Equal("event: environment_updated\ndata: {\"updated_at\": 1767225602.000000}\nretry: 1000\n\n", Encoding.ASCII.GetString(_news.Latest(1).Frame.Span));
        Assert.False(_news.Latest(1).Newer.Task.IsCompleted);
    }

    [Fact]
    public void Where_pushing_is_off_nobody_is_woken_but_whoever_connects_is_told()
    {
        Announce(0);
        var told = _news.Latest(1);
        Announce(1, realtime: false);
        Assert.False(told.Newer.Task.IsCompleted);
        Assert.Contains("1767225601.0", Encoding.ASCII.GetString(_news.Latest(1).Frame.Span), StringComparison.Ordinal);
        // Switched on again, the same subscriber hears of it.
        Announce(2);
        Assert.True(told.Newer.Task.IsCompleted);
    }

    [Fact]
    public void All_subscribers_share_one_frame()
    {
        Announce(0);
        Assert.Equal(_news.Latest(1).Frame, _news.Latest(1).Frame);
    }

    private void Announce(int second, bool realtime = true) => _news.Announce(SomeEnvironment.At(SomeEnvironment.Time.AddSeconds(second), realtime));
}

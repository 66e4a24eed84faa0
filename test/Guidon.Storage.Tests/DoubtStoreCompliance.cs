using Guidon.Delivery;
using Guidon.Delivery.Doubts;
using Guidon.Doubles;

namespace Guidon.Storage.Tests;

/// <summary>What every store of doubts must do.</summary>
public abstract class DoubtStoreCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_first = new(2026, 11, 10, 8, 0, 0, TimeSpan.Zero);

    private readonly TestStore _store = open();
    private int _destination;
    private int _other;

    private IDoubtStore Doubts => _store.Doubts;

    public async Task InitializeAsync()
    {
        var environments = await _store.ControlPlane.AddEnvironmentsAsync(2);
        _destination = (await _store.Deliveries.CreateAsync("webhook", environments[0], "settings"u8.ToArray(), default))!.Id;
        _other = (await _store.Deliveries.CreateAsync("webhook", environments[1], "settings"u8.ToArray(), default))!.Id;
        await _store.EventLog.AppendAsync(Some.Events(environments[0], 4), default);
    }

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    [Fact]
    public async Task Doubt_keeps_its_first_time_and_belongs_to_one_destination()
    {
        await Doubts.KeepAsync(_destination, [1, 2], s_first, default);
        await Doubts.KeepAsync(_destination, [2, 3], s_first.AddHours(1), default);

        var doubts = (await Doubts.EarlierAsync(_destination, default)).Doubts;

        Assert.Equal([(1, s_first), (2, s_first), (3, s_first.AddHours(1))], doubts.OrderBy(each => each.Key).Select(each => (each.Key, each.Value)));
        Assert.Empty((await Doubts.EarlierAsync(_other, default)).Doubts);
    }

    [Fact]
    public async Task What_the_receiver_refused_and_what_the_cursor_passed_is_in_doubt_no_more()
    {
        await Doubts.KeepAsync(_destination, [1, 2, 3, 4], s_first, default);
        await Doubts.ForgetAsync(_destination, [3], default);
        var cursor = await _store.Deliveries.CursorAsync(_destination, default);
        var moved = new DeliveryProgress { DestinationId = _destination, CursorFrom = cursor, CursorTo = 2, Delivered = 2, Filtered = 0, Parked = [] };
        Assert.True(await _store.Deliveries.CommitAsync(moved, default));

        Assert.Equal([4], (await Doubts.EarlierAsync(_destination, default)).Doubts.Keys);
    }

    [Fact]
    public async Task States_that_were_told_are_known_until_the_cursor_has_passed_them()
    {
        await Doubts.KeepToldAsync(_destination, [2, 4], default);
        await Doubts.KeepToldAsync(_destination, [4], default);
        var cursor = await _store.Deliveries.CursorAsync(_destination, default);
        var moved = new DeliveryProgress { DestinationId = _destination, CursorFrom = cursor, CursorTo = 2, Delivered = 2, Filtered = 0, Parked = [] };
        Assert.True(await _store.Deliveries.CommitAsync(moved, default));

        Assert.Equal([4], (await Doubts.EarlierAsync(_destination, default)).Told);
        Assert.Empty((await Doubts.EarlierAsync(_destination, default)).Doubts);
        Assert.Empty((await Doubts.EarlierAsync(_other, default)).Told);
    }
}

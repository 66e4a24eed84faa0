// The load comparison (bench/README.md). Started with `floor FILE URL` it is the bare Kestrel and with `receiver URL` the destination's
// other end, each in a process of its own; with `start`, `backlog`, `lists`, `changes` or `memory` it measures those instead.
using Guidon.Load;

// Read once, by the first socket: answers are then handled on the thread that polls, which halves the client's own cost.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
if (args is ["floor", var file, var address])
{
    await Floor.RunAsync(file, address);
    return 0;
}
if (args is ["receiver", var receiverAddress])
{
    await Receiver.RunAsync(receiverAddress);
    return 0;
}
try
{
    if (args is ["start", .. var rest]) await StartTimes.RunAsync(LoadOptions.Parse(rest));
    else if (args is ["backlog", .. var rest2]) await Backlog.RunAsync(LoadOptions.Parse(rest2));
    else if (args is ["changes", .. var rest5]) await Changes.RunAsync(LoadOptions.Parse(rest5));
    else if (args is ["lists", .. var rest4]) await Lists.RunAsync(LoadOptions.Parse(rest4));
    else if (args is ["memory", .. var rest3]) await MemoryOverTime.RunAsync(LoadOptions.Parse(rest3));
    else await Comparison.RunAsync(LoadOptions.Parse(args));
    return 0;
}
catch (LoadException stop)
{
    Console.Error.WriteLine($"load: {stop.Message}");
    return 1;
}

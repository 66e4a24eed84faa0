namespace Guidon.Delivery;

/// <summary>
/// The alert that a held channel refuses again and again: is it the channel that takes nothing, or this one alert that it will never take? Now and then a
/// probe is to find out. One pump's loop owns it.
/// </summary>
internal sealed class RefusedAlert
{
    // Three minutes of refusals; a receiver that takes nothing is then asked every ten.
    private const int FirstProbe = 3;
    private const int EveryProbes = 10;

    private Guid _id;
    private int _refusals;   // of its probes, in a row

    /// <summary>Whether this probe, if it is refused, is to be followed by another alert.</summary>
    internal bool IsToBeDecided(Batch probe) =>
        probe.Events[0].Id == _id && _refusals + 1 >= FirstProbe && (_refusals + 1 - FirstProbe) % EveryProbes == 0;

    /// <summary>Its probe was refused.</summary>
    internal void Refused(Batch probe)
    {
        if (probe.Events[0].Id != _id) (_id, _refusals) = (probe.Events[0].Id, 0);
        _refusals++;
    }
}

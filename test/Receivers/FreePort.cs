using System.Net;
using System.Net.Sockets;

namespace Guidon.Receivers;

/// <summary>Ports of the loopback address for programs that must be told where to listen, before they start or when they start again.</summary>
public static class FreePort
{
    // Below the range that the system gives to whoever asks for any port (from 32,768 on Linux, from 49,152 elsewhere). One of that range is somebody else's
    // as easily before its own program listens, which takes seconds to start: with a thousand starts beside each other that happened.
    private const int First = 11_000;
    private const int Count = 20_000;
    private const int Apart = 7_919;   // a prime: test processes that run at the same time begin far from each other

    private static int s_given = Environment.ProcessId % Count * Apart % Count;

    /// <summary>One that nobody listens at, and that was not given away by this process before.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_given) % Count);
            if (IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

"""A process that fills the GPU's memory until its input ends: `python full_gpu.py` prints the MB it left free."""

import ctypes
import sys

LEFT_MB = 60

cuda = ctypes.CDLL("libcuda.so.1")
context, free, total, kept = (ctypes.c_void_p(), ctypes.c_size_t(), ctypes.c_size_t(), ctypes.c_void_p())
assert cuda.cuInit(0) == 0
assert cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), 0) == 0
assert cuda.cuCtxSetCurrent(context) == 0
share_mb = 1024
while share_mb >= LEFT_MB:
    cuda.cuMemGetInfo_v2(ctypes.byref(free), ctypes.byref(total))
    if free.value < (share_mb + LEFT_MB) << 20 or cuda.cuMemAlloc_v2(ctypes.byref(kept), share_mb << 20) != 0:
        share_mb //= 2
print(free.value >> 20, flush=True)
sys.stdin.read()

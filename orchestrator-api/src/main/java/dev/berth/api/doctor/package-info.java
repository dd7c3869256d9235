/** Whether all that Berth needs is there: each with ok, or what to do. */
package dev.berth.api.doctor;
